# The front door. Everything that matters is in bin/ and in the poms.
.DEFAULT_GOAL := help
.PHONY: help demo demo-htcondor run build dist test check fmt openapi bench bench-quick bench-pool bench-workflow bench-pages screenshots chaos churn test-classes
MAKEFLAGS += --no-print-directory

help: ## Lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s  %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: build ## Starts a server with its database and two pilots, runs the example, stays up until Ctrl-C
	@exec bin/freshet-demo

demo-htcondor: build ## The same with a real HTCondor pool of this machine, whose slots pilots fill by demand
	@bin/pilot-package >/dev/null
	@exec bin/freshet-demo-htcondor

run: build ## Starts a server with its database and two pilots
	@exec bin/freshet-server

build: ## Builds server, pilot and command if a source is newer
	@bin/build

dist: ## Packs an archive and a Debian package into target/dist-packages
	@bin/dist

test: build ## Runs every test: unit, integration, end to end
	@rm -rf target/*-reports */target/*-reports
	@bin/maven -T 2 --fail-at-end verify; status=$$?; bin/test-summary; exit $$status

check: ## Checks format, warnings and architecture, and runs the unit tests
	@bin/maven --fail-at-end -pl '!test' verify

fmt: ## Formats the sources
	@bin/maven --quiet spotless:apply

openapi: test-classes ## Writes the description of the API anew, after a change of the API
	@exec $(TEST_JAVA) org.freshet.test.contract.OpenApi server/src/main/resources/openapi.json

bench: build test-classes ## Measures; writes target/bench/NAME.json: BENCH=NAME, and for dispatch PART=NAME,… SCALE=1000000 SECONDS=3 SNAPSHOT=60
	@exec $(TEST_JAVA) $(BENCH_SIZE) org.freshet.test.bench.Bench $(BENCH)

bench-quick: build test-classes ## Measures dispatch beside other queues on the same PostgreSQL, in about two minutes: SECONDS=1
	@exec $(TEST_JAVA) -Dbench.quick=true $(BENCH_SIZE) org.freshet.test.bench.Bench dispatch

bench-pool: ## Measures pilots in an HTCondor of this machine against jobs given to it directly
	@exec $(MAKE) bench BENCH=pool

bench-workflow: test-classes ## Measures workflows of up to 10,000 vertices against the same jobs without dependencies
	@exec $(TEST_JAVA) org.freshet.test.bench.Bench workflow

bench-pages: build test-classes ## Measures every page with 100,000 and with SCALE=5000000 jobs, and 200 open overviews
	@exec $(TEST_JAVA) -Dbench.scale=$(or $(SCALE),5000000) org.freshet.test.bench.Bench pages

screenshots: test-classes ## Pictures of the main pages, wide and narrow, light and dark, into target/screenshots
	@exec $(TEST_JAVA) org.freshet.test.e2e.Screenshots

chaos: build test-classes ## Random faults under load, then a check of every job: SECONDS=60 SERVERS=1 SEED=any
	@exec $(TEST_JAVA) org.freshet.test.chaos.Chaos $(or $(SECONDS),60) $(or $(SERVERS),1) $(SEED)

churn: build test-classes ## Pilots in an HTCondor of this machine die at random under load: SECONDS=60 SEED=any
	@exec $(TEST_JAVA) org.freshet.test.chaos.Churn $(or $(SECONDS),60) $(SEED)

test-classes:
	@bin/maven --quiet -pl test -am -DskipTests -Dspotless.check.skip=true \
	  package dependency:build-classpath -Dmdep.outputFile=target/classpath -Dmdep.includeScope=test >&2

BENCH_SIZE = $(if $(SCALE),-Dbench.scale=$(SCALE)) $(if $(SECONDS),-Dbench.seconds=$(SECONDS)) $(if $(SNAPSHOT),-Dbench.snapshot=$(SNAPSHOT)) \
  $(if $(PART),-Dbench.part=$(PART)) $(if $(ONLY),"-Dbench.only=$(ONLY)") $(if $(BEFORE),-Dbench.before=$(BEFORE))

TEST_JAVA = "$$(bin/find-jdk)/bin/java" -cp "test/target/test-classes:$$(cat test/target/classpath)"
