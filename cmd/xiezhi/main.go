// Command xiezhi is the whole product: the server, its demo, and the command
// that makes a declared file so.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/alecthomas/kong"

	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/fault"
)

// The exit codes.
const (
	exitFailed = 1 // it could not be done, or ended by itself
	exitUsage  = 2 // a flag, a setting or a file is wrong; nothing was done
)

// version is set by the linker.
var version = ""

const description = `獬豸 Xiezhi is a self-hosted trust-and-safety platform for live and social apps:
it takes users' reports, leads reviewers through the cases and carries their
decisions out on the business platform.

"xiezhi demo" shows it at work in a minute. "xiezhi serve" without any flag is a
working server on SQLite under ./data at 127.0.0.1:8080.

Exit codes: 0 done, 1 failed, 2 a flag, setting or file is wrong.`

// cli is the command line.
type cli struct {
	Serve serveCommand `cmd:"" help:"Run the server."`
	Ready readyCommand `cmd:"" help:"Ask the server of this machine whether it takes requests: exit code 0 says yes. For health checks."`
	Demo  demoCommand  `cmd:"" help:"Run the server with an invented live app around it, on this machine only."`
	Apply applyCommand `cmd:"" help:"Create or change what a file declares, and print what changed."`

	Staff      staffCommand      `cmd:"" help:"Accounts of the people who review."`
	Token      tokenCommand      `cmd:"" help:"API tokens."`
	App        appCommand        `cmd:"" help:"Apps and their credentials."`
	Deliveries deliveriesCommand `cmd:"" help:"Calls to the business platforms: read what became of them, resend."`
	Lexicon    lexiconCommand    `cmd:"" help:"The word lists: import, export, try, curate."`
	Lines      linesCommand      `cmd:"" help:"The live messages that were audited: search, read."`
	Model      modelCommand      `cmd:"" help:"The linear models: train, report, put in use, take back."`
	Replay     replayCommand     `cmd:"" help:"Try a change on the messages that are kept, before it is made."`
	Immomo     immomoCommand     `cmd:"" help:"Try the sealing of reported dialogues, as an app does it."`
	Ledger     ledgerCommand     `cmd:"" help:"The coins that users give each other: verify."`
	Erase      eraseCommand      `cmd:"" help:"Forget all that is kept of one user of an app (docs/privacy.md)."`
	Audit      auditCommand      `cmd:"" help:"The audit log: verify, export."`
	Backup     backupCommand     `cmd:"" help:"Pack the database, the secret key and the copies of evidence into an archive, beside a running server."`
	Restore    restoreCommand    `cmd:"" help:"Unpack such an archive into a new data folder."`
	Store      storeCommand      `cmd:"" help:"Whole stores: copy one to another engine, compare two."`
	Bench      benchCommand      `cmd:"" help:"Put load on a running server at a set rate, and tell how long answers took."`
	Key        keyCommand        `cmd:"" help:"The secret key under which credentials are kept."`

	Version versionCommand `cmd:"" help:"Print the version."`
}

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		args = []string{"--help"}
	}
	var commands cli
	parser, err := kong.New(&commands, kong.Name("xiezhi"), kong.Description(description),
		kong.Writers(stdout, stderr), kong.BindTo(stdout, (*io.Writer)(nil)),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		panic("xiezhi: the command line is built wrong: " + err.Error())
	}
	chosen, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(stderr, "xiezhi: %v; try --help\n", err)
		return exitUsage
	}
	if err := chosen.Run(); err != nil {
		fmt.Fprintf(stderr, "xiezhi: %v\n", err)
		return exitCode(err)
	}
	return 0
}

func exitCode(err error) int {
	var problem *config.Problem
	if errors.As(err, &problem) || fault.Is(err, fault.Invalid) || errors.Is(err, os.ErrNotExist) {
		return exitUsage
	}
	return exitFailed
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(out io.Writer) error {
	_, err := fmt.Fprintf(out, "xiezhi %s (%s %s/%s)\n", versionText(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

func versionText() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}
