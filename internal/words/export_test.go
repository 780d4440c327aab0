package words

// Parse is what Import does before it stores anything.
var Parse = parse
