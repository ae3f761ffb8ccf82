-- wrk script: asks for the paths in the file that URLS names, one after the other, round and round.
local paths = {}
for line in io.lines(os.getenv("URLS")) do paths[#paths + 1] = line end
local at = 0
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
