# Two commands are all the set-up there is: `make run` and `make test`.
# What they lack they fetch or install, and say so; the second time is quick.

SHELL := /bin/bash
CACHE := $(CURDIR)/.cache
GOLANGCI_VERSION := v2.15.0
GOLANGCI := $(CACHE)/bin/golangci-lint-$(GOLANGCI_VERSION)
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
GOFILES := $(shell git ls-files '*.go' 2>/dev/null)

# The race detector needs a C compiler; without one the tests run all the same.
ifneq ($(shell command -v gcc 2>/dev/null || command -v clang 2>/dev/null),)
# What only computes on what it was given is not watched, SQLite on memory of its
# own first of all: that would take seven times the processor time of all the rest.
unwatched = -gcflags=$(1)/...=-race=false
RACE := -race $(foreach p,modernc.org image compress golang.org/x/image github.com/makiuchi-d/gozxing,$(call unwatched,$(p)))
endif

.DEFAULT_GOAL := help

.PHONY: help
help: ## show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: build
build: ## build bin/xiezhi
	@echo "building bin/xiezhi $(VERSION) (the first time also fetches the Go modules)"
	@CGO_ENABLED=0 go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o bin/xiezhi ./cmd/xiezhi

.PHONY: console
console: ## build the console's pages, where their sources changed (needs Node)
	@tools/console.sh build

.PHONY: run
run: ## build and start the demo: server, invented live app, running commentary
	@tools/console.sh try
	@$(MAKE) --no-print-directory build
	@bin/xiezhi demo

.PHONY: run-nodes
run-nodes: ## the demo as three servers on a PostgreSQL of their own: kill one and see
	@tools/console.sh try
	@$(MAKE) --no-print-directory build
	@go run ./tools/testpg -durable -- sh -c 'exec bin/xiezhi demo --nodes 3 --store "$$XIEZHI_TEST_POSTGRES"'

.PHONY: dev
dev: ## serve the console's pages from their sources, beside a running server
	@tools/console.sh dev

.PHONY: test
test: ## run every test, on SQLite and on a private PostgreSQL of its own; the console's with Node
	@go run ./tools/testpg -- go test -timeout 30m $(RACE) $(TESTFLAGS) ./...
	@tools/console.sh test

.PHONY: e2e
e2e: ## test the console in Chromium against the real program (needs Node)
	@tools/console.sh e2e

.PHONY: bench
bench: ## run the benchmarks, which print ratios
	@go run ./tools/testpg -durable -- go test -p 1 -run '^$$' -bench . $(BENCHFLAGS) ./...

.PHONY: proof
proof: ## kill, cut and slow everything for some minutes, and prove that nothing was lost; PROOFFLAGS="-seed 7 -for 1m"
	@go run ./tools/testpg -durable -revive -- go run ./tools/proof $(PROOFFLAGS)

.PHONY: bench-detect
bench-detect: ## the matcher beside its rivals and Vectorscan, which it installs if it may; XIEZHI_LEXICONS names a folder of word lists
	@pkg-config --exists libhs 2>/dev/null || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || \
	  { echo "installing Vectorscan or Hyperscan"; apt-get install -qq -y libvectorscan-dev >/dev/null 2>&1 || apt-get install -qq -y libhyperscan-dev >/dev/null 2>&1 || true; }
	@tags=; ! pkg-config --exists libhs 2>/dev/null || tags=vectorscan; cd bench/detect && GOMAXPROCS=1 go run -tags "$$tags" . $(BENCHFLAGS)

.PHONY: bench-presence
bench-presence: ## who is online, beside a bare map and Redis, which it installs if it may
	@command -v redis-server >/dev/null || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || \
	  { echo "installing redis-server"; apt-get install -qq -y --no-install-recommends redis-server >/dev/null 2>&1 || true; }
	@cd bench/presence && go run . $(BENCHFLAGS)

.PHONY: bench-growth
bench-growth: ## how the store grows with cases and clients, drawn into docs/benchmarks; BENCHFLAGS='-parts nodes' and 'copy' for the rest, -help for all
	@go run ./tools/testpg -durable -- go run ./bench/growth $(BENCHFLAGS)

.PHONY: fuzz
fuzz: ## fuzz every parser of foreign input for FUZZTIME (10s) each
	@go list -f '{{.Dir}}' ./... | while read -r dir; do \
	  grep -ho 'func Fuzz[A-Za-z0-9_]*' "$$dir"/*_test.go 2>/dev/null | sed 's/func //' | while read -r target; do \
	    echo "$$target in $${dir#$(CURDIR)/}"; (cd "$$dir" && go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(or $(FUZZTIME),10s) .) || exit 1; \
	  done || exit 1; done

.PHONY: lint
lint: $(GOLANGCI) ## gofmt, vet and golangci-lint
	@$(GOLANGCI) run ./...
	@if command -v node >/dev/null; then tools/console.sh lint; fi

$(GOLANGCI):
	@echo "building golangci-lint $(GOLANGCI_VERSION) once into .cache/bin (a few minutes)"
	@mkdir -p $(CACHE)/bin
	@GOBIN=$(CACHE)/bin go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	@mv $(CACHE)/bin/golangci-lint $@

.PHONY: generate
generate: ## write internal/sqlstore/query anew from the SQL (needs sqlc's C parser: a compiler), and the OpenAPI document from the API
	@go run github.com/sqlc-dev/sqlc/cmd/sqlc@v1.31.1 generate
	@go test ./internal/protocol/native -run TestTheCommittedDocumentIsTheServedOne -update

.PHONY: clean
clean: ## remove what was built and fetched
	@rm -rf bin $(CACHE) internal/console/assets/dist internal/sandbox/assets/dist web/node_modules
