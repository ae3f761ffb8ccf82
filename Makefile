# Estrado. `make help` lists the targets; README.md explains the two that matter.
PKGS     := fcgi libpq yaml-0.1 icu-uc icu-i18n hiredis libmarkdown libsodium jansson zlib libbrotlienc libsystemd libzip libxml-2.0
SAN      ?=
comma    := ,
O        ?= out/$(if $(SAN),$(subst $(comma),-,$(SAN)),plain)
VERSION  := 0.1.0
PREFIX   ?= /usr/local
DESTDIR  ?=
PORT     ?= 8080

CFLAGS   ?= -O2 -g
WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
            -Wmissing-prototypes -Wold-style-definition -Wpointer-arith -Wcast-qual \
            -Wwrite-strings -Wundef -Wvla -Wformat=2 -Wimplicit-fallthrough -Wswitch-enum -Werror
HARD     := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fPIE
ALL_CPP  := -I. -D_GNU_SOURCE -DESTRADO_VERSION='"$(VERSION)"' -include fcgi/base/banned.h $(CPPFLAGS)
ALL_C    := -std=gnu11 $(WARN) $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all,$(HARD)) $(CFLAGS)
ALL_LD   := -pie -Wl,-z,relro,-z,now $(if $(SAN),-fsanitize=$(SAN)) $(LDFLAGS)

# Lowest first. A library may use only those before it.
LIBS     := fcgi/base fcgi/http fcgi/config themes content fcgi/store accessibility fcgi/search fcgi/app
PKG_C    := $(shell pkg-config --cflags $(PKGS) 2>/dev/null | sed 's/-I/-isystem /g')
PKG_LD   := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lm
lib       = $(O)/$(subst /,_,$(1)).a
objs      = $(patsubst %.c,$(O)/%.o,$(sort $(wildcard $(1)/*.c)))
reverse   = $(if $(1),$(call reverse,$(wordlist 2,$(words $(1)),$(1))) $(firstword $(1)))
upto      = $(if $(filter $(1),$(firstword $(2))),$(1),$(firstword $(2)) $(call upto,$(1),$(wordlist 2,$(words $(2)),$(2))))

.PHONY: all
all: $(O)/estrado

define LIB
$(call lib,$(1)): $(call objs,$(1))
	@rm -f $$@ && $(AR) rcs $$@ $$^
UNIT_$(subst /,_,$(1)) := $(patsubst %.c,$(O)/%,$(wildcard tests/unit/$(subst /,_,$(1))/test_*.c))
$$(UNIT_$(subst /,_,$(1))): %: %.o $(foreach l,$(call reverse,$(call upto,$(1),$(LIBS))),$(call lib,$(l)))
	$$(say) LD $$@
	@$(CC) $(ALL_LD) -o $$@ $$^ $(PKG_LD) -lcmocka
UNITS += $$(UNIT_$(subst /,_,$(1)))
endef
say = @printf '  %-4s %s\n'
$(foreach l,$(LIBS),$(eval $(call LIB,$(l))))

$(O)/estrado: $(call objs,fcgi) $(foreach l,$(call reverse,$(LIBS)),$(call lib,$(l)))
	$(say) LD $@
	@$(CC) $(ALL_LD) -o $@ $^ $(PKG_LD)

FUZZERS := $(patsubst tests/fuzz/%.c,$(O)/tests/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
$(FUZZERS): %: %.o $(O)/tests/fuzz/replay.o $(foreach l,$(call reverse,$(LIBS)),$(call lib,$(l)))
	$(say) LD $@
	@$(CC) $(ALL_LD) -o $@ $^ $(PKG_LD)
# libFuzzer brings the main (tests/fuzz/run.sh: CC=clang SAN=fuzzer-no-link,...).
$(O)/tests/fuzz/libfuzzer_%: $(O)/tests/fuzz/fuzz_%.o $(foreach l,$(call reverse,$(LIBS)),$(call lib,$(l)))
	@$(CC) $(filter-out -fsanitize=%,$(ALL_LD)) -fsanitize=fuzzer,address,undefined -o $@ $^ $(PKG_LD)
.PHONY: libs
libs: $(foreach l,$(LIBS),$(call lib,$(l)))
$(O)/tests/%.o: WARN += -Wno-missing-prototypes

$(O)/%.o: %.c $(O)/flags
	@mkdir -p $(@D)
	$(say) CC $<
	@$(CC) $(ALL_CPP) $(ALL_C) $(PKG_C) -MMD -MP -c -o $@ $<
-include $(shell find $(O) -name '*.d' 2>/dev/null)

# Changed flags rebuild everything.
$(O)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(ALL_CPP) $(ALL_C) $(ALL_LD)' | sed 's/\x27//g' | cmp -s - $@ || echo '$(CC) $(ALL_CPP) $(ALL_C) $(ALL_LD)' | sed 's/\x27//g' > $@
.PHONY: FORCE
FORCE:

.PHONY: units fuzzers
units: $(UNITS)
fuzzers: $(FUZZERS)
# For tests/run.sh.
.PHONY: list-units list-fuzzers
list-units:
	@printf '%s\n' $(UNITS)
list-fuzzers:
	@printf '%s\n' $(FUZZERS)
.SECONDARY:

# ---- what people type ----

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## /  make \1|/p' Makefile | column -t -s '|'

.PHONY: run
run: ## install, build and start the site at http://127.0.0.1:8080 (PORT=)
	@PORT=$(PORT) bash fcgi/ops/run.sh

.PHONY: test
test: ## the whole suite, lint included
	@bash fcgi/ops/setup.sh build run test
	@bash tests/run.sh all

.PHONY: check
check: ## fast tests, no services
	@bash fcgi/ops/setup.sh build test
	@bash tests/run.sh quick

.PHONY: lint
lint: ## layers, banned functions, headers, texts, formatting, static analysis
	@bash fcgi/ops/setup.sh build test
	@bash tests/lint/run.sh

.PHONY: bench
bench: ## speed and memory as ratios against peers, in one run
	@bash fcgi/ops/setup.sh build run bench
	@bash tests/bench/run.sh

.PHONY: a11y
a11y: ## every page in a browser: axe, keyboard, 320 px, 400 %, dark, no script
	@bash fcgi/ops/setup.sh build run test
	@bash tests/run.sh a11y

.PHONY: fuzz
T ?= 60
fuzz: ## fuzz every harness for T seconds each (T=60)
	@bash fcgi/ops/setup.sh build test
	@bash tests/fuzz/run.sh $(T)

.PHONY: metrics
metrics: ## sizes, complexity, tests
	@bash fcgi/ops/setup.sh build test
	@bash tests/metrics/run.sh

.PHONY: format
format: ## clang-format over all C
	@clang-format -i $$(git ls-files '*.c' '*.h' ':!tests/lint/bad') # those are wrong on purpose

SHARE := $(DESTDIR)$(PREFIX)/share/estrado
.PHONY: install
install: all ## into DESTDIR PREFIX=/usr/local
	install -D -m 755 $(O)/estrado $(DESTDIR)$(PREFIX)/bin/estrado
	install -d $(SHARE)
	cp -R --no-preserve=ownership nginx themes $(SHARE)/
	install -D -m 644 -t $(SHARE)/fcgi/app fcgi/app/openapi.json
	install -D -m 644 -t $(SHARE)/fcgi/locales fcgi/locales/*.yml
	install -D -m 644 -t $(SHARE)/fcgi/store/schema fcgi/store/schema/*.sql
	install -D -m 644 -t $(SHARE)/fcgi/ops fcgi/ops/roles.sql
	install -D -m 644 -t $(SHARE)/accessibility accessibility/*.yml
	install -D -m 644 site.yml $(SHARE)/site.yml
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/lib/systemd/system nginx/systemd/*
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/doc/estrado README.md CHANGELOG.md LICENSE docs/*.md

.PHONY: clean
clean: ## remove what was built, not var/
	rm -rf out
