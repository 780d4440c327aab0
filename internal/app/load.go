package app

import (
	"cmp"
	"time"

	"github.com/xiezhi/xiezhi/internal/config"
)

// Config is what a server is made of.
type Config struct {
	// Settings are the process' own: Lease, Egress and CallbackURL are those of
	// its environment only, over what the store keeps.
	Settings config.Settings
	Version  string           // of the program, for those who watch
	Declare  []*File          // applied before serving, in this order
	Now      func() time.Time // what every room takes for the time; nil means time.Now
	// Lookup reads the environment's standard variables, those of OpenTelemetry;
	// nil means that there are none.
	Lookup func(string) (string, bool)

	// looks is how often a node looks for what others changed; 0: each room as it
	// does. Tests that want to see the bus at work set it.
	looks time.Duration
}

// Load puts the layers together: defaults, the file at path (none where it is
// empty), the environment, the flags. What the file declares beside settings is
// in Declare.
func Load(path string, lookup func(string) (string, bool), flags []config.Assignment) (Config, error) {
	c := Config{Settings: config.Default(), Lookup: lookup}
	if path != "" {
		file, err := ReadFile(path)
		if err != nil {
			return Config{}, err
		}
		c.Settings = file.Settings
		if file.declares() {
			c.Declare = append(c.Declare, file)
		}
	}
	// What apply keeps in the store came from the file by way of Declare.
	c.Settings.Lease, c.Settings.Egress, c.Settings.CallbackURL = 0, config.Egress{}, ""
	given := append(config.Environment(lookup), flags...)
	if err := c.Settings.Assign(given); err != nil {
		return Config{}, err
	}
	return c, checked(c.Settings, path, given)
}

// checked says of a problem where the value came from.
func checked(settings config.Settings, path string, given []config.Assignment) error {
	origin := map[string]string{}
	for _, a := range given {
		origin[a.Key] = a.Origin
	}
	problems := settings.Check()
	for _, problem := range problems {
		problem.Origin = cmp.Or(origin[problem.Path], path, "settings")
		if problem.Origin == origin[problem.Path] {
			problem.Path = "" // its name is that of the origin
		}
	}
	return config.Join(problems)
}
