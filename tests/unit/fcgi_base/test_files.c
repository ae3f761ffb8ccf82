/* Files and trees, in a folder of each test's own. */
#include "tests/unit/test.h"

#include "fcgi/base/files.h"

#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

struct fixture {
    struct arena a;
    struct str root;
};

static int set_up(void **state)
{
    static struct fixture f;
    static char name[64];

    (void)snprintf(name, sizeof(name), "/tmp/estrado-files-XXXXXX");
    arena_init(&f.a, 1 << 24);
    f.root = str_from(mkdtemp(name));
    *state = &f;
    return f.root.n > 0 ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    int failed = nftw(arena_cstr(&f->a, f->root), remove_one, 16, FTW_DEPTH | FTW_PHYS);

    arena_release(&f->a);
    return failed;
}

/* A path below the test's folder. */
static struct str at(struct fixture *f, const char *name)
{
    return file_join(&f->a, f->root, str_from(name));
}

static const char *cat(struct fixture *f, const char *name)
{
    return at(f, name).p;
}

static void put(struct fixture *f, const char *name, const char *content)
{
    assert_int_equal(file_write(at(f, name), str_from(content), 0644), OK);
}

static void reads_back_what_was_written(void **state)
{
    struct fixture *f = *state;
    struct str got;

    assert_int_equal(file_write(at(f, "x"), STR("a\0b\n"), 0640), OK);
    assert_int_equal(file_read(&f->a, at(f, "x"), 4, &got), OK);
    assert_str(got, STR("a\0b\n"));
    assert_int_equal(got.p[4], 0);
    put(f, "x", "");
    assert_int_equal(file_read(&f->a, at(f, "x"), 0, &got), OK);
    assert_str(got, STR(""));
}

static void says_why_it_did_not_read(void **state)
{
    struct fixture *f = *state;
    struct str got = STR("untouched");

    put(f, "x", "12345");
    assert_int_equal(mkfifo(cat(f, "pipe"), 0600), 0);
    assert_int_equal(file_read(&f->a, at(f, "x"), 4, &got), ERR_TOO_BIG);
    assert_int_equal(file_read(&f->a, at(f, "none"), 9, &got), ERR_NOT_FOUND);
    assert_int_equal(file_read(&f->a, at(f, "x/below"), 9, &got), ERR_NOT_FOUND);
    assert_int_equal(file_read(&f->a, f->root, 9, &got), ERR_INVALID);
    assert_int_equal(file_read(&f->a, at(f, "pipe"), 9, &got), ERR_INVALID);
    assert_int_equal(file_read(&f->a, at(f, arena_fmt(&f->a, "%0300d", 0).p), 9, &got),
                     ERR_INVALID);
    assert_int_equal(file_read(&f->a, STR(""), 9, &got), ERR_INVALID);
    assert_str(got, STR("untouched"));
}

/* A NUL would end the path early for the system: "x\0.md" is not "x". */
static void a_path_with_a_nul_is_no_path(void **state)
{
    struct fixture *f = *state;
    struct str path = arena_join(&f->a, at(f, "x"), STR("\0"), STR(".md")), got;
    struct stat st;

    put(f, "x", "1");
    assert_int_equal(file_read(&f->a, path, 9, &got), ERR_INVALID);
    assert_int_equal(file_read_beneath(&f->a, f->root, STR("x\0.md"), 9, &got), ERR_INVALID);
    assert_int_equal(file_map(path, &got), ERR_INVALID);
    assert_int_equal(file_write(path, STR("2"), 0644), ERR_INVALID);
    assert_int_equal(file_mkdirs(arena_join(&f->a, at(f, "d"), STR("\0"), STR("/e")), 0755),
                     ERR_INVALID);
    assert_int_not_equal(stat(cat(f, "d"), &st), 0);
}

static void stays_beneath_its_root(void **state)
{
    struct fixture *f = *state;
    static const char *const outside[] = {"../secret", "/etc/passwd", "sub/../../secret",
                                          "link",      "up/secret",   "sub/abs"};
    struct str got;

    put(f, "secret", "s");
    assert_int_equal(file_mkdirs(at(f, "site/sub"), 0755), OK);
    put(f, "site/sub/page", "p");
    assert_int_equal(symlink("../secret", cat(f, "site/link")), 0);
    assert_int_equal(symlink("..", cat(f, "site/up")), 0);
    assert_int_equal(symlink("/etc/passwd", cat(f, "site/sub/abs")), 0);
    for (size_t i = 0; i < ARRAY_LEN(outside); i++) {
        if (file_read_beneath(&f->a, at(f, "site"), str_from(outside[i]), 99999, &got) == OK)
            fail_msg("read %s", outside[i]);
    }
    assert_int_equal(file_read_beneath(&f->a, at(f, "site"), STR("sub/page"), 1, &got), OK);
    assert_str(got, STR("p"));
    assert_int_equal(file_read_beneath(&f->a, at(f, "site"), STR("sub/page"), 0, &got),
                     ERR_TOO_BIG);
    assert_int_equal(file_read_beneath(&f->a, at(f, "site"), STR("none"), 9, &got), ERR_NOT_FOUND);
    assert_int_equal(file_read_beneath(&f->a, at(f, "nowhere"), STR("none"), 9, &got),
                     ERR_NOT_FOUND);
}

/* Not even a link inside the tree to a file inside the tree. */
static void follows_no_link_beneath_its_root(void **state)
{
    struct fixture *f = *state;
    struct str got;

    put(f, "page", "p");
    assert_int_equal(symlink("page", cat(f, "same")), 0);
    assert_int_equal(file_read_beneath(&f->a, f->root, STR("same"), 9, &got), ERR_INVALID);
}

static void replaces_a_file_whole_with_the_mode_asked_for(void **state)
{
    struct fixture *f = *state;
    struct file_list list;
    struct str got;
    struct stat st;

    put(f, "x", "a long first content");
    (void)umask(077);
    assert_int_equal(file_write(at(f, "x"), STR("short"), 0664), OK);
    (void)umask(022);
    assert_int_equal(file_read(&f->a, at(f, "x"), 99, &got), OK);
    assert_str(got, STR("short"));
    assert_int_equal(stat(cat(f, "x"), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0664);
    assert_int_equal(file_tree(&f->a, f->root, &list), OK);
    assert_int_equal(list.n, 1); /* nothing left beside it */
}

/* Who holds the old file open still reads the old content. */
static void readers_of_the_old_file_keep_it(void **state)
{
    struct fixture *f = *state;
    struct str mapped;
    FILE *old;
    char text[8] = "";

    put(f, "x", "old");
    old = fopen(cat(f, "x"), "r");
    assert_non_null(old);
    assert_int_equal(file_map(at(f, "x"), &mapped), OK);
    put(f, "x", "new!");
    assert_int_equal(fread(text, 1, sizeof(text), old), 3);
    assert_string_equal(text, "old");
    assert_str(mapped, STR("old"));
    assert_int_equal(fclose(old), 0);
}

static void a_failed_write_leaves_the_old_file_and_no_rubbish(void **state)
{
    struct fixture *f = *state;
    struct file_list list;

    put(f, "x", "old");
    assert_int_equal(file_write(at(f, "none/x"), STR("new"), 0644), ERR_NOT_FOUND);
    assert_int_equal(file_mkdirs(at(f, "folder/full"), 0755), OK);
    assert_int_not_equal(file_write(at(f, "folder"), STR("new"), 0644), OK);
    assert_int_equal(file_tree(&f->a, f->root, &list), OK);
    assert_int_equal(list.n, 1);
}

static void makes_folders_that_are_missing(void **state)
{
    struct fixture *f = *state;
    struct stat st;

    assert_int_equal(file_mkdirs(at(f, "a/b//c/"), 0755), OK);
    assert_int_equal(stat(cat(f, "a/b/c"), &st), 0);
    assert_true(S_ISDIR(st.st_mode));
    assert_int_equal(file_mkdirs(at(f, "a/b"), 0755), OK);
    assert_int_equal(file_mkdirs(STR("/"), 0755), OK);
    assert_int_equal(file_mkdirs(STR(""), 0755), ERR_INVALID);
}

static void a_file_in_the_way_is_no_folder(void **state)
{
    struct fixture *f = *state;

    put(f, "x", "1");
    assert_int_not_equal(file_mkdirs(at(f, "x"), 0755), OK);
    assert_int_not_equal(file_mkdirs(at(f, "x/y"), 0755), OK);
}

static void lists_regular_files_sorted_by_bytes(void **state)
{
    static const struct str want[] = {STR_INIT("Z"), STR_INIT("a-b"), STR_INIT("a/c"),
                                      STR_INIT("a/d/e"), STR_INIT("a0")};
    struct fixture *f = *state;
    struct file_list list;

    assert_int_equal(file_mkdirs(at(f, "a/d"), 0755), OK);
    assert_int_equal(file_mkdirs(at(f, "empty"), 0755), OK);
    assert_int_equal(file_mkdirs(at(f, ".git"), 0755), OK);
    put(f, "a/d/e", "12345");
    put(f, "a0", "");
    put(f, "a/c", "");
    put(f, "Z", "");
    put(f, "a-b", "");
    put(f, ".hidden", "");
    put(f, ".git/config", "");
    assert_int_equal(symlink("Z", cat(f, "link")), 0);
    assert_int_equal(symlink("a", cat(f, "linked-folder")), 0);
    assert_int_equal(mkfifo(cat(f, "pipe"), 0600), 0);
    assert_int_equal(file_tree(&f->a, f->root, &list), OK);
    assert_int_equal(list.n, ARRAY_LEN(want));
    for (size_t i = 0; i < list.n; i++)
        assert_str(list.v[i].path, want[i]);
    assert_int_equal(list.v[3].size, 5);
    assert_true(list.v[3].mtime_ns > 1700000000000000000);
}

static void lists_hundreds_of_files(void **state)
{
    struct fixture *f = *state;
    struct file_list list;

    for (int i = 0; i < 500; i++)
        put(f, arena_fmt(&f->a, "%03d", i).p, "");
    assert_int_equal(file_tree(&f->a, f->root, &list), OK);
    assert_int_equal(list.n, 500);
    for (size_t i = 0; i < list.n; i++)
        assert_str(list.v[i].path, arena_fmt(&f->a, "%03zu", i));
}

static void a_tree_has_at_most_sixteen_levels(void **state)
{
    struct fixture *f = *state;
    struct file_list list;

    assert_int_equal(file_mkdirs(at(f, "2/3/4/5/6/7/8/9/10/11/12/13/14/15/16"), 0755), OK);
    put(f, "2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/x", "");
    assert_int_equal(file_tree(&f->a, f->root, &list), OK);
    assert_int_equal(list.n, 1);
    assert_int_equal(list.too_deep.n, 0);
    assert_int_equal(file_mkdirs(at(f, "2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18"), 0755), OK);
    assert_int_equal(file_mkdirs(at(f, "2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/0"), 0755), OK);
    put(f, "2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/y", "");
    assert_int_equal(file_tree(&f->a, f->root, &list), OK);
    assert_int_equal(list.n, 1); /* what stands above stays */
    assert_str(list.too_deep, str_from("2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/0"));
}

static void a_tree_needs_its_root(void **state)
{
    struct fixture *f = *state;
    struct file_list list;

    put(f, "x", "");
    assert_int_equal(file_tree(&f->a, at(f, "none"), &list), ERR_NOT_FOUND);
    assert_int_equal(file_tree(&f->a, at(f, "x"), &list), ERR_NOT_FOUND);
}

static void maps_regular_files_only(void **state)
{
    struct fixture *f = *state;
    struct str got;

    put(f, "x", "mapped");
    put(f, "empty", "");
    assert_int_equal(mkfifo(cat(f, "pipe"), 0600), 0);
    assert_int_equal(file_map(at(f, "x"), &got), OK);
    assert_str(got, STR("mapped"));
    assert_int_equal(file_map(at(f, "empty"), &got), OK);
    assert_str(got, STR(""));
    assert_int_equal(file_map(at(f, "none"), &got), ERR_NOT_FOUND);
    assert_int_equal(file_map(f->root, &got), ERR_INVALID);
    (void)alarm(10); /* opening a pipe must not wait for a writer */
    assert_int_equal(file_map(at(f, "pipe"), &got), ERR_INVALID);
    (void)alarm(0);
}

static void joins_paths(void **state)
{
    static const struct {
        struct str dir, name, want;
    } rows[] = {
        {STR_INIT("a/b"), STR_INIT("c"), STR_INIT("a/b/c")},
        {STR_INIT("a/"), STR_INIT("c"), STR_INIT("a/c")},
        {STR_INIT("/"), STR_INIT("c"), STR_INIT("/c")},
        {STR_INIT(""), STR_INIT("c"), STR_INIT("c")},
        {STR_INIT("a"), STR_INIT("/c"), STR_INIT("/c")},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_str(file_join(&f->a, rows[i].dir, rows[i].name), rows[i].want);
}

static void without_room_it_says_so_and_leaves_nothing(void **state)
{
    static char much[65536];
    struct fixture *f = *state;
    struct rlimit before, little;
    struct file_list list;
    enum err e;

    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    little = (struct rlimit){4096, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
    e = file_write(at(f, "a"), (struct str){much, sizeof(much)}, 0644);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(e, ERR_TOO_BIG);
    assert_int_equal(file_tree(&f->a, f->root, &list), OK);
    assert_int_equal(list.n, 0);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(reads_back_what_was_written),
        WITH_FOLDER(says_why_it_did_not_read),
        WITH_FOLDER(a_path_with_a_nul_is_no_path),
        WITH_FOLDER(stays_beneath_its_root),
        WITH_FOLDER(follows_no_link_beneath_its_root),
        WITH_FOLDER(replaces_a_file_whole_with_the_mode_asked_for),
        WITH_FOLDER(readers_of_the_old_file_keep_it),
        WITH_FOLDER(a_failed_write_leaves_the_old_file_and_no_rubbish),
        WITH_FOLDER(without_room_it_says_so_and_leaves_nothing),
        WITH_FOLDER(makes_folders_that_are_missing),
        WITH_FOLDER(a_file_in_the_way_is_no_folder),
        WITH_FOLDER(lists_regular_files_sorted_by_bytes),
        WITH_FOLDER(lists_hundreds_of_files),
        WITH_FOLDER(a_tree_has_at_most_sixteen_levels),
        WITH_FOLDER(a_tree_needs_its_root),
        WITH_FOLDER(maps_regular_files_only),
        WITH_FOLDER(joins_paths),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
