// The rivals' module: what only measures stays out of the product's packages.
module github.com/xiezhi/xiezhi/bench/presence

go 1.26.0

require github.com/xiezhi/xiezhi v0.0.0

require github.com/tidwall/btree v1.8.2 // indirect

replace github.com/xiezhi/xiezhi => ../..
