# awk -f c.awk -f banned.awk fcgi/base/banned.h FILES: calls that belong to fcgi/base, and #undef of a ban.

BEGIN {
    split("malloc calloc realloc reallocarray free strdup strndup asprintf vasprintf getenv secure_getenv" \
          " time gettimeofday clock_gettime", list)
    for (i in list)
        ours[list[i]] = 1
}

FILENAME == ARGV[1] {
    if ($1 == "#undef")
        banned[$2] = 1
    next
}

FNR == 1 { c_reset() }

/^[ \t]*#[ \t]*undef/ && $NF in banned { print FILENAME "\t" FNR "\t" $NF "\tundoes the ban of " $NF "()" }

{
    c_line($0)
    while (match(CODE, /[A-Za-z_][A-Za-z0-9_]*[ \t]*\(/)) {
        word = substr(CODE, RSTART, RLENGTH - 1)
        sub(/[ \t]+$/, "", word)
        if (word in ours)
            print FILENAME "\t" FNR "\t" word "\t" word "() belongs to fcgi/base; see there for the door to use"
        CODE = substr(CODE, RSTART + RLENGTH)
    }
}
