package invent

// Kind is what is wrong with what somebody says; the zero value is nothing.
type Kind uint8

// The kinds.
const (
	Ordinary Kind = iota
	Advertiser
	Lewd
	Rumour
	Abuser
)

var kindNames = [...]string{"正常", "广告", "色情", "敏感话题", "辱骂"}

// String is the section of the texts that the kind speaks from.
func (k Kind) String() string { return kindNames[k] }

// KindNamed is the kind that a section is of.
func KindNamed(name string) Kind {
	for k, known := range kindNames {
		if known == name {
			return Kind(k)
		}
	}
	panic("invent: no kind is called " + name)
}

// Account is the section of the texts with the kind's names and signatures.
func (k Kind) Account() string {
	return [...]string{"", "广告", "色情", "敏感", "辱骂"}[k]
}

// Complaint is the report type of seed 002 that fits: 1 色情, 2 广告, 3 敏感话题.
// Abuse has none of its own.
func (k Kind) Complaint() int {
	return [...]int{3, 2, 1, 3, 3}[k]
}
