package main

import (
	"fmt"
	"io"

	"github.com/xiezhi/xiezhi/internal/protocol/immomo"
)

type immomoCommand struct {
	Seal immomoSeal `cmd:"" help:"Seal and sign JSON as an app does that reports a dialogue, and print the packet as JSON."`
	Open immomoOpen `cmd:"" help:"Open the content of a packet, or of a callback, and print its JSON."`
}

// sealFlags are a credential's.
type sealFlags struct {
	Cipher string `enum:"aes-128-ecb,aes-256-ecb,aes-128-cbc,aes-256-cbc,aes-256-gcm" default:"aes-256-cbc" help:"The credential's: aes-128-ecb, aes-256-ecb, aes-128-cbc, aes-256-cbc (default) or aes-256-gcm."`
	Key    string `required:"" env:"XIEZHI_IMMOMO_KEY" placeholder:"KEY" help:"The credential's key, as text or as hex: and digits. Others on this machine see a flag: the environment hides it."`
	IV     string `placeholder:"IV" help:"The credential's own IV, likewise; without it, it stands before the data."`
	File   string `arg:"" optional:"" default:"-" help:"What to read; - for standard input (default)."`
}

type immomoSeal struct {
	sealFlags `embed:""`

	AppID string `name:"appid" required:"" placeholder:"APPID" help:"The credential's."`
	Form  bool   `help:"Print a form's body instead."`
}

// Run seals.
func (c immomoSeal) Run(out io.Writer) error {
	text, err := readText(c.File)
	if err != nil {
		return err
	}
	asJSON, asForm, err := immomo.Tool{AppID: c.AppID, Cipher: c.Cipher, Key: c.Key, IV: c.IV}.Seal([]byte(text))
	if err != nil {
		return err
	}
	if c.Form {
		asJSON = asForm
	}
	_, err = fmt.Fprintln(out, asJSON)
	return err
}

type immomoOpen struct {
	sealFlags `embed:""`
}

// Run opens.
func (c immomoOpen) Run(out io.Writer) error {
	text, err := readText(c.File)
	if err != nil {
		return err
	}
	plain, err := immomo.Tool{Cipher: c.Cipher, Key: c.Key, IV: c.IV}.Open(text)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, string(plain))
	return err
}
