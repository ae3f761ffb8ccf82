# awk -f keys.awk FILES.yml: file TAB line TAB dotted key of every text of a catalogue (maps nested by two blanks).

FNR == 1 { open_until = -1 }

/^[ ]*(#|$)/ { next }

{
    match($0, /^ */)
    indent = RLENGTH
    if (open_until >= 0 && indent > open_until) next # goes on from the line above
    open_until = -1
    line = substr($0, indent + 1)
    if (!match(line, /^"?[A-Za-z0-9_.-]+"?:( |$)/)) next
    key = substr(line, 1, RLENGTH)
    gsub(/[": ]/, "", key)
    depth = indent / 2
    path[depth] = key
    rest = substr(line, RLENGTH + 1)
    sub(/^ +/, "", rest)
    if (rest == "" || rest ~ /^#/) next
    open_until = indent
    dotted = path[0]
    for (i = 1; i <= depth; i++) dotted = dotted "." path[i]
    print FILENAME "\t" FNR "\t" dotted
}
