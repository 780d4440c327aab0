module github.com/xiezhi/xiezhi

go 1.26
