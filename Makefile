# Hippodrome. The two commands that matter: `make run` and `make test`; `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all
MAKEFLAGS += --no-builtin-rules

ROOMS := api gateway scheduler
BUILD ?= build
CC := gcc
PACKAGES_api := json-c libpq
PACKAGES_gateway := libwebsockets json-c libpq zlib
PACKAGES_scheduler := json-c libpq libsodium
PACKAGES_common := json-c libpq libsodium
LIBS_api := -lfcgi -pthread
LIBS_scheduler := -pthread

# SANITIZE=1 builds the same programs under AddressSanitizer and UBSan, beside the ordinary ones; SANITIZE=thread
# under ThreadSanitizer; SANITIZE=fuzz the fuzz targets, by clang.
ifeq ($(SANITIZE),1)
BUILD := build/sanitize
HARDENING := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LINK_HARDENING := -fsanitize=address,undefined
else ifeq ($(SANITIZE),thread)
BUILD := build/thread
HARDENING := -O1 -g -fsanitize=thread -fno-omit-frame-pointer
LINK_HARDENING := -fsanitize=thread
else ifeq ($(SANITIZE),fuzz)
BUILD := build/fuzz
CC := clang
HARDENING := -O1 -g -w -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all # gcc warns
LINK_HARDENING := -fsanitize=fuzzer,address,undefined
else
HARDENING := -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fcf-protection -fPIE
LINK_HARDENING := -pie -Wl,-z,relro,-z,now,-z,noexecstack
endif
CPPFLAGS := -D_GNU_SOURCE -I. -Icommon
CFLAGS := -std=c11 -Wall -Wextra -Werror -Wshadow -Wmissing-prototypes -Wstrict-prototypes -Wconversion \
	-Wformat=2 -Wno-format-zero-length -Wundef -Wvla $(HARDENING)
LDFLAGS := $(LINK_HARDENING) -Wl,--as-needed
flags = $(shell pkg-config --cflags $(1) 2>/dev/null)
libs = $(shell pkg-config --libs $(1) 2>/dev/null)

# A room may have folders of one level.
C_FILES := $(wildcard common/*.c common/*/*.c $(ROOMS:%=%/*.c) $(ROOMS:%=%/*/*.c) tests/unit/*/*.c tests/unit/*/*/*.c tests/fuzz/*.c tests/bench/*.c tests/bench/*/*.c tests/fairness/*.c tests/soak/*.c)
H_FILES := $(wildcard common/*.h common/*/*.h $(ROOMS:%=%/*.h) $(ROOMS:%=%/*/*.h) tests/unit/*.h tests/unit/*/*.h tests/bench/*.h tests/soak/*.h)
PROGRAMS := $(ROOMS:%=$(BUILD)/bin/hippo-%) $(BUILD)/bin/hippo-verify
COMMON_OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(wildcard common/*.c))
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/*/test_*.c tests/unit/*/*/test_*.c))
sources_of = $(wildcard $(1)/*.c $(1)/*/*.c)
objects_of = $(patsubst %.c,$(BUILD)/%.o,$(call sources_of,$(1)))
room_of = $(firstword $(subst /, ,$(1)))

all: programs web

programs: $(PROGRAMS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -I$(call room_of,$*) $(CFLAGS) $(call flags,$(PACKAGES_$(call room_of,$*))) -MMD -MP -c $< -o $@

$(BUILD)/libcommon.a: $(COMMON_OBJECTS)
	$(AR) rcs $@ $^

define room_rules
$(BUILD)/bin/hippo-$(1): $(call objects_of,$(1)) $(BUILD)/libcommon.a
	@mkdir -p $$(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) $$^ $$(LIBS_$(1)) $$(call libs,$$(PACKAGES_$(1)) $$(PACKAGES_common)) -o $$@
endef
$(foreach room,$(ROOMS),$(eval $(call room_rules,$(room))))

# The verifier needs neither a database nor a network.
$(BUILD)/bin/hippo-verify: $(call objects_of,common/verify) $(BUILD)/libcommon.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) $^ $(call libs,json-c libsodium) -o $@

# A unit test links with its room's objects, all but the room's main. (A % must not stand in the rule itself: there it
# is the rule's stem.)
all_but_main = $(filter-out %/main.o %/main.c,$(1))
.SECONDEXPANSION:
$(BUILD)/unit/%: tests/unit/%.c $$(call all_but_main,$$(call objects_of,$$(call room_of,$$*))) $(BUILD)/libcommon.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Itests/unit -I$(call room_of,$*) $(CFLAGS) $(call flags,cmocka $(PACKAGES_$(call room_of,$*)) $(PACKAGES_common)) \
		-MMD -MP $(LDFLAGS) $< $(filter %.o %.a,$^) $(LIBS_$(call room_of,$*)) -lm \
		$(call libs,cmocka $(PACKAGES_$(call room_of,$*)) $(PACKAGES_common)) -o $@

# Programs of the tests that need only the common library: tests/bench/x.c becomes build/tests/bench/x.
TEST_PROGRAMS := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/fairness/*.c))
$(BUILD)/tests/%: tests/%.c $(BUILD)/libcommon.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(call flags,$(PACKAGES_common)) -MMD -MP $(LDFLAGS) $< $(filter %.a,$^) $(LDLIBS) -lm \
		$(call libs,$(PACKAGES_common)) -o $@

# What Caddy serves: the pages of web/, bundled with the libraries of web/package-lock.json.
WEB_FILES := $(shell find web -name node_modules -prune -o -type f -print)
web: build/web/index.html
build/web/index.html: $(WEB_FILES) LICENSE | build/.installed-web
	@dev/npm web
	@node web/build.mjs

# Packages ------------------------------------------------------------------------------------------------------------

# A stamp for each need, renewed when the list changes; the recipe installs only what is missing. Several needs in one go:
# build/.installed-build+run.
build/.installed-%: dev/packages.txt dev/install
	@mkdir -p build
	@dev/install $(subst +, ,$*)
	@touch $@ $(addprefix build/.installed-,$(subst +, ,$*))

$(C_FILES:%.c=$(BUILD)/%.o) $(UNIT_TESTS): | build/.installed-build
$(UNIT_TESTS): | build/.installed-test

# Fuzzing: tests/fuzz/fuzz_<room>_<what>.c against the room's own sources ------------------------------------------

FUZZ_SECONDS ?= 60
FUZZERS := $(patsubst tests/fuzz/%.c,build/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
fuzz_room = $(word 2,$(subst _, ,$(1)))
build/fuzz/fuzz_%: tests/fuzz/fuzz_%.c $$(call all_but_main,$$(call objects_of,$$(call fuzz_room,fuzz_$$*))) $(BUILD)/libcommon.a
	$(CC) $(CPPFLAGS) -I$(call fuzz_room,fuzz_$*) $(CFLAGS) $(call flags,$(PACKAGES_$(call fuzz_room,fuzz_$*)) $(PACKAGES_common)) \
		-MMD -MP $(LDFLAGS) $< $(filter %.o %.a,$^) $(LIBS_$(call fuzz_room,fuzz_$*)) \
		$(call libs,$(PACKAGES_$(call fuzz_room,fuzz_$*)) $(PACKAGES_common)) -o $@
fuzzers: $(FUZZERS)

# From the seeds in tests/fuzz/corpus/<target>; what is found new stays in build/.
fuzz: build/.installed-build+test
	@$(MAKE) --no-print-directory -s -j2 SANITIZE=fuzz fuzzers
	@tests/fuzz/run $(FUZZ_SECONDS) $(FUZZERS)

# Benchmarks: each prints its table, and as its last line one line of JSON with its ratios ---------------------------

BENCHES := hr1 http sales gateways reports replica push counter

bench: $(BENCHES:%=bench-%)

bench-hr1: build/tests/bench/hr1_stat
	@$<

# The api through a real Caddy, beside a libfcgi program that does nothing and Express.
build/tests/bench/reply_fastcgi: LDLIBS := $(LIBS_api)
bench-http: build/bin/hippo-api build/web/index.html build/tests/bench/reply_fastcgi build/.installed-run+bench
	@dev/npm tests
	@node tests/bench/http/run.mjs

# What a sale costs: in SQL, through Caddy and the api, settled, proven. PARTS="sql" for some of it.
bench-sales: build/bin/hippo-api build/web/index.html build/tests/bench/reply_fastcgi build/.installed-run+bench
	@dev/npm tests
	@node tests/bench/sales/run.mjs

# What many gateways cost a sale, and how late the races come through them. GATEWAYS="1 10 50" of them.
bench-gateways: build/bin/hippo-gateway build/bin/hippo-scheduler build/.installed-run+bench
	@dev/npm tests
	@node tests/bench/gateways/run.mjs

# What looking back costs after a long history. HISTORY=20 days of it.
bench-reports: build/bin/hippo-api build/.installed-run+bench
	@dev/npm tests
	@node tests/bench/reports/run.mjs

# What a month's reports on a hot standby do to the sales' p99. HISTORY=31 days; RATE=100 sales a second.
bench-replica: build/.installed-run+bench
	@dev/npm tests
	@node tests/bench/replica/run.mjs

# How long a cashier waits for paper: from her last key to the first byte at the printer. SALES=200.
bench-counter: all build/.installed-run build/.installed-test
	@dev/npm tests
	@node tests/bench/counter/run.mjs

# The gateway beside its peers and behind proxies. They are programs of their own, with packages of their own. BENCH_PUSH=quick:
# one round; PARTS="rounds crowded fronts minute": some of it; CENTRIFUGO=, CADDY=: programs to measure besides.
build/tests/bench/push/load: build/tests/bench/push/crowd.o
build/tests/bench/push/load: LDLIBS := build/tests/bench/push/crowd.o -lssl -lcrypto
build/tests/bench/push/limit: LDLIBS := -lcrypto
bench-push: build/web/index.html build/bin/hippo-gateway build/bin/hippo-scheduler build/tests/bench/push/load build/tests/bench/push/limit build/.installed-run+bench
	@dev/npm tests
	@dev/npm tests/bench/push
	@node tests/bench/push/run.mjs

# A house of several hosts whose database dies, and what many gateways and reports on a replica cost. As root.
# CASHIERS=50, SCREENS=2000, and what bench-gateways and bench-replica take.
bench-cluster: all build/.installed-run+test+bench+cluster
	@dev/npm tests
	@tests/bench/cluster/run

# A full house for half an hour ---------------------------------------------------------------------------------------

# It asserts that nothing grows, and that nobody misses anything. SOAK_SECONDS (1800), SOAK_CLIENTS (5000).
build/tests/soak/crowd: build/tests/soak/told.o
build/tests/soak/crowd: LDLIBS := build/tests/soak/told.o
soak: build/.installed-build+web+run+test
	@$(MAKE) --no-print-directory -j2 all build/tests/soak/crowd
	@exec tests/soak/run

# What people type ----------------------------------------------------------------------------------------------------

run: build/.installed-build+web+run
	@dev/step "the programs and the pages" $(MAKE) -j2 all
	@exec dev/run

# The same, of a new house with a fortnight behind it. DAYS=14: so many.
demo-data: build/.installed-build+web+run
	@dev/step "the programs and the pages" $(MAKE) -j2 all
	@exec env DEMO_DAYS=$(or $(DAYS),14) dev/run

test: build/.installed-build+web+run+test
	@dev/step "the programs, the pages and the unit tests" $(MAKE) -j2 all unit-tests
	@exec tests/run $(SUITES)

sanitize: build/.installed-build+web+run+test
	@dev/step "the programs and the unit tests, with sanitizers" $(MAKE) -j2 SANITIZE=1 all unit-tests
	@exec env SANITIZE=1 tests/run $(or $(SUITES),unit e2e)

unit-tests: $(UNIT_TESTS) $(TEST_PROGRAMS)

psql:
	@exec dev/psql

reset-admin:
	@exec dev/reset-admin

schema: build/.installed-run+test
	@dev/npm tests
	@node tests/lib/cluster.mjs -- sh -c 'DATABASE_URL=$$TEST_DATABASE_URL sql/snapshot' >build/schema.sql
	@mv build/schema.sql sql/schema.sql

# What is installed: programs, what they serve, units. DESTDIR for packages; deploy/README.md for the rest.
prefix ?= /usr/local
systemd ?= /usr/lib
SHARE := $(DESTDIR)$(prefix)/share/hippodrome
UNITS := $(wildcard deploy/systemd/*.service deploy/systemd/*.target deploy/systemd/*.timer)
install: all
	@umask 022; $(MAKE) --no-print-directory install-files

install-files:
	install -d $(DESTDIR)$(prefix)/bin $(SHARE) $(DESTDIR)$(prefix)/share/doc/hippodrome $(DESTDIR)$(prefix)/share/man/man1 \
		$(addprefix $(DESTDIR)$(systemd)/,systemd/system/caddy.service.d sysusers.d tmpfiles.d)
	install -m 0755 $(PROGRAMS) $(DESTDIR)$(prefix)/bin
	rm -rf $(SHARE)/sql $(SHARE)/web $(SHARE)/deploy $(SHARE)/till
	cp -R sql build/web deploy/till $(SHARE)
	cp -R deploy/server $(SHARE)/deploy
	# A tree that was cloned under umask 077 has files that only its owner can read.
	chmod -R u=rwX,go=rX $(SHARE)
	install -m 0644 Caddyfile api/openapi.yaml $(SHARE)
	install -m 0644 deploy/*.md $(DESTDIR)$(prefix)/share/doc/hippodrome
	install -m 0644 deploy/man/*.1 $(DESTDIR)$(prefix)/share/man/man1
	for unit in $(notdir $(UNITS)); do \
		sed 's#@prefix@#$(prefix)#g' deploy/systemd/$$unit | install -m 0644 /dev/stdin $(DESTDIR)$(systemd)/systemd/system/$$unit; done
	sed 's#@prefix@#$(prefix)#g' deploy/systemd/caddy.conf | install -m 0644 /dev/stdin $(DESTDIR)$(systemd)/systemd/system/caddy.service.d/hippodrome.conf
	install -m 0644 deploy/systemd/sysusers.conf $(DESTDIR)$(systemd)/sysusers.d/hippodrome.conf
	install -m 0644 deploy/systemd/tmpfiles.conf $(DESTDIR)$(systemd)/tmpfiles.d/hippodrome.conf

# The ways to run that need more than this machine's own programs: containers, routers, units.
test-compose: build/.installed-build+web+run+test+deploy
	@$(MAKE) --no-print-directory -j2 all
	@exec env LONG=$(LONG) tests/run containers

format: build/.installed-test
	@dev/npm tests
	clang-format -i $(C_FILES) $(H_FILES)
	tests/node_modules/.bin/biome format --write web

lint: build/.installed-build+web+run+test
	@dev/npm web
	@dev/npm tests
	@tests/lint $(CPPFLAGS) -Itests/unit -std=c11 $(call flags,cmocka $(PACKAGES_api) $(PACKAGES_gateway) $(PACKAGES_scheduler))

help:
	@sed -n 's/^# *`\?make \([a-z-]*\)`\?: \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

# make run: the whole house on https://localhost:8443 (HTTPS_PORT, VAR_DIR); Ctrl-C stops it
# make demo-data: the same with a fortnight of races and sales behind it, in a new house (DAYS)
# make web: what is served, in build/web/
# make test: every test; SUITES="unit sql web e2e" for some of them; LONG=1: with what takes a minute
# make sanitize: unit and end-to-end tests under AddressSanitizer and UBSan
# make lint: formatter, linters and the schema snapshot, all without changing anything
# make format: formats the C files, and scripts and style sheets of the pages
# make fuzz: each fuzz target for FUZZ_SECONDS (60)
# make test-compose: containers, a platform's router, nginx, HAProxy, systemd units (starts a Docker daemon if none runs); LONG=1: all of it
# make install: programs and units under prefix (/usr/local), DESTDIR before it
# make soak: 5 000 clients come and go for half an hour; SOAK_SECONDS, SOAK_CLIENTS
# make bench: every benchmark; bench-NAME for one
# make test SUITES=cluster: what happens to a house of several hosts (deploy/cluster), in a network of its own; as root
# make psql: the running database as hippo_report; make -s psql SQL="…" for one bare answer
# make reset-admin: a new password for the running house's user admin
# make schema: renews sql/schema.sql from the migrations
# make clean: removes build/ (never var/)

clean:
	rm -rf build

-include $(shell find build -name '*.d' 2>/dev/null)

.PHONY: all programs web fuzzers run demo-data install install-files test test-compose sanitize unit-tests psql reset-admin schema format lint fuzz soak bench $(BENCHES:%=bench-%) bench-cluster help clean
