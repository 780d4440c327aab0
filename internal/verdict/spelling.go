package verdict

// spellings are labels as the immomo contract writes them (PROTOCOLS §4).
var spellings = map[Label]Label{"normal": Pass, "pron": Porn}

// Meant is the label that somebody means who may spell it as the immomo
// contract does.
func Meant(said Label) Label {
	if meant, differs := spellings[said]; differs {
		return meant
	}
	return said
}

// Spelled is the label in the immomo contract's spelling.
func (l Label) Spelled() Label {
	for spelling, label := range spellings {
		if label == l {
			return spelling
		}
	}
	return l
}
