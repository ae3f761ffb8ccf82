# awk -f layers.awk layers.txt FILES: upward and sideways includes; libraries in more than one file, or in a header.

function folder_of(path) {
    return sub("/[^/]*$", "", path) ? path : "."
}

function complain(text) {
    print FILENAME ":" FNR ": " text
    found = 1
}

function library_of(name,   l) {
    for (l in libraries)
        if (index(name, l) == 1)
            return l
    return ""
}

function check_project(name,   from, to) {
    from = folder_of(FILENAME)
    to = folder_of(name)
    if (!(to in rank))
        complain("\"" name "\" is not a path from the root into a folder of layers.txt")
    else if (from != to && rank[to] >= rank[from])
        complain(from " (rank " rank[from] ") may not include " to " (rank " rank[to] ")")
}

function check_library(name,   l) {
    l = library_of(name)
    if (l == "")
        return
    if (FILENAME ~ /\.h$/)
        complain("<" name "> shows in a header")
    else if (l in owner && owner[l] != FILENAME)
        complain("<" name "> belongs to " owner[l] " alone")
    else
        owner[l] = FILENAME
}

FILENAME == ARGV[1] {
    if ($1 == "library")
        libraries[$2] = 1
    else if ($1 != "" && $1 !~ /^#/)
        rank[$1] = $2
    next
}

FNR == 1 && !(folder_of(FILENAME) in rank) { complain("the folder " folder_of(FILENAME) " has no rank in layers.txt") }

/^[ \t]*#[ \t]*include[ \t]*"/ && folder_of(FILENAME) in rank {
    split($0, part, "\"")
    check_project(part[2])
}

/^[ \t]*#[ \t]*include[ \t]*</ {
    split($0, part, /[<>]/)
    check_library(part[2])
}

END { exit found }
