package lanes

// Toneless is how the lanes read a syllable.
var Toneless = toneless
