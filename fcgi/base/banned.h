/*
 * Functions that do not compile here: too easy to misuse, and even right uses
 * complicate a review. Force-included into every file by the Makefile.
 * Memory, environment and time (malloc, free, getenv, time ...) have one door each in fcgi/base;
 * elsewhere tests/lint/banned.sh refuses them, but for what tests/lint/allow.txt excuses.
 */
#ifndef ESTRADO_BANNED_H
#define ESTRADO_BANNED_H

/* Declared first, so that the macros below do not touch the declarations. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BANNED(f) this_function_is_banned_##f

#undef strcpy
#define strcpy(...) BANNED(strcpy)
#undef strcat
#define strcat(...) BANNED(strcat)
#undef strncpy
#define strncpy(...) BANNED(strncpy)
#undef strncat
#define strncat(...) BANNED(strncat)
#undef sprintf
#define sprintf(...) BANNED(sprintf)
#undef vsprintf
#define vsprintf(...) BANNED(vsprintf)
#undef strtok
#define strtok(...) BANNED(strtok)
#undef strtok_r
#define strtok_r(...) BANNED(strtok_r)
#undef atoi
#define atoi(...) BANNED(atoi)
#undef atol
#define atol(...) BANNED(atol)
#undef atof
#define atof(...) BANNED(atof)
#undef gets
#define gets(...) BANNED(gets)
#undef gmtime
#define gmtime(...) BANNED(gmtime)
#undef localtime
#define localtime(...) BANNED(localtime)
#undef ctime
#define ctime(...) BANNED(ctime)
#undef asctime
#define asctime(...) BANNED(asctime)
#undef rand
#define rand(...) BANNED(rand)
#undef random
#define random(...) BANNED(random)
#undef alloca
#define alloca(...) BANNED(alloca)
#undef system
#define system(...) BANNED(system)
#undef popen
#define popen(...) BANNED(popen)
#undef tmpnam
#define tmpnam(...) BANNED(tmpnam)
#undef mktemp
#define mktemp(...) BANNED(mktemp)
#undef setlocale
#define setlocale(...) BANNED(setlocale)

#endif
