package media

// gifFrames counts the pictures of an animation without drawing them; 1 where
// it cannot be told.
func gifFrames(data []byte) int {
	const header = 13 // with the screen's descriptor
	if len(data) < header {
		return 1
	}
	frames := 0
	for at := header + colorTable(data[10]); at >= 0 && at < len(data); {
		switch data[at] {
		case 0x21: // an extension: its label, then blocks
			at = afterBlocks(data, at+2)
		case 0x2c: // a picture: its descriptor, its colours, the code size, then blocks
			const descriptor = 10
			if at+descriptor > len(data) {
				return max(1, frames)
			}
			frames++
			at = afterBlocks(data, at+descriptor+colorTable(data[at+descriptor-1])+1)
		default: // the trailer, or what is none
			return max(1, frames)
		}
	}
	return max(1, frames)
}

// colorTable is the length of the table that the flags announce.
func colorTable(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// afterBlocks skips blocks up to the empty one; -1 where there is no end.
func afterBlocks(data []byte, at int) int {
	for at < len(data) {
		size := int(data[at])
		at += 1 + size
		if size == 0 {
			return at
		}
	}
	return -1
}
