#!/usr/bin/env bash
# tree.sh FOLDER PAGES: writes that many pages of about 4 KB, the same at every call: sections of 100, each
# page with front matter, headings, paragraphs, lists, a table and links that lead somewhere.
set -euo pipefail
folder=$1
pages=$2

rm -rf "$folder"
for ((s = 0; s <= (pages - 1) / 100; s++)); do mkdir -p "$folder/seccion-$s"; done

LC_ALL=C awk -v folder="$folder" -v pages="$pages" '
# Park and Miller, "Random number generators: good ones are hard to find" (1988), with 48271.
function random(n) {
    seed = (seed * 48271) % 2147483647
    return seed % n
}
function words(n,   i, s) {
    for (i = 0; i < n; i++)
        s = s (i ? " " : "") word[random(nwords) + 1]
    return s
}
function sentence(   s) {
    s = words(9 + random(12))
    return toupper(substr(s, 1, 1)) substr(s, 2) "."
}
function paragraph(   i, s) {
    s = sentence()
    for (i = 0; i < 2 + random(3); i++)
        s = s " " sentence()
    if (random(3) == 0) s = s " Consulte la [página " words(2) "](" url(random(pages)) ")."
    if (random(3) == 0) s = s " Es **" words(2) "** y *" words(1) "*."
    return s "\n"
}
function url(k) { return "/seccion-" int(k / 100) "/pagina-" k }
function table(   i, s) {
    s = "Tabla: " sentence() "\n\n| Concepto | Cantidad | Fecha |\n|---|---|---|\n"
    for (i = 0; i < 5; i++)
        s = s "| " words(3) " | " random(10000) " | " 1 + random(28) " de marzo |\n"
    return s
}
function list(   i, s) {
    for (i = 0; i < 5; i++)
        s = s "- " sentence() "\n"
    return s
}
function head(title, weight) {
    return "---\ntitle: \"" title "\"\ndate: 2024-0" 1 + weight % 9 "-1" weight % 9 "\nsummary: \"" sentence() \
           "\"\nweight: " weight "\n---\n\n"
}
function page(k,   h, s) {
    s = head("Página " k ": " words(4), k % 100 + 1) paragraph()
    for (h = 1; length(s) < 3530; h++) {
        s = s "\n## " h ". " words(4) "\n\n" paragraph() "\n"
        if (h == 1) s = s table() "\n"
        if (h == 2) s = s "### " words(3) "\n\n" list() "\n"
        s = s paragraph()
    }
    return s
}
BEGIN {
    nwords = split("el la de los las una del con para por sobre entre desde hasta según cada toda este esta" \
        " consejo comisión elección ciudadanía votación proceso casilla distrito municipio acuerdo sesión informe" \
        " candidatura partido consulta participación transparencia registro resultado cómputo padrón integración" \
        " aprobó publica revisa presenta recibe organiza vigila garantiza informa establece convoca determina" \
        " público electoral ordinaria extraordinaria general local anual gratuito accesible oportuno completa", word, " ")
    seed = 20240602
    for (k = 0; k < pages; k++) {
        if (k % 100 == 0) {
            file = folder "/seccion-" k / 100 "/_index.md"
            printf "%s", head("Sección " k / 100 ": " words(3), k / 100 + 1) paragraph() > file
            close(file)
        }
        file = folder url(k) ".md"
        printf "%s", page(k) > file
        close(file)
    }
    file = folder "/_index.md"
    printf "%s", head("Inicio", 1) paragraph() > file
}'
