package app

import (
	"context"
	"encoding/json"
	"fmt"
	"net/netip"
	"time"

	"github.com/xiezhi/xiezhi/internal/config"
	"github.com/xiezhi/xiezhi/internal/tenant"
)

// defaultLease is how long a claimed case stays with its reviewer where nobody
// says otherwise (PROTOCOLS §3).
const defaultLease = 10 * time.Minute

// The names of the settings that apply keeps in the store.
const (
	keptLease       = "lease"
	keptEgressAllow = "egress.allow"
	keptCallbackURL = "callback_url"
	keptRetention   = "retention"
)

// readKept reads what apply keeps for all processes. Zero fields were never
// kept.
func readKept(ctx context.Context, store tenant.Store) (kept config.Settings, err error) {
	lease, _, err := store.Setting(ctx, keptLease)
	if err != nil {
		return kept, err
	}
	if lease != "" {
		if kept.Lease, err = time.ParseDuration(lease); err != nil {
			return kept, fmt.Errorf("the kept lease cannot be read: %w", err)
		}
	}
	allow, found, err := store.Setting(ctx, keptEgressAllow)
	if err != nil {
		return kept, err
	}
	if found {
		if err := json.Unmarshal([]byte(allow), &kept.Egress.Allow); err != nil {
			return kept, fmt.Errorf("the kept egress.allow cannot be read: %w", err)
		}
	}
	periods, found, err := store.Setting(ctx, keptRetention)
	if err != nil {
		return kept, err
	}
	if found {
		if err := json.Unmarshal([]byte(periods), &kept.Retention); err != nil {
			return kept, fmt.Errorf("the kept retention cannot be read: %w", err)
		}
	}
	kept.CallbackURL, _, err = store.Setting(ctx, keptCallbackURL)
	return kept, err
}

// override puts what this process' environment says over what is kept.
func override(kept, own config.Settings) config.Settings {
	if own.Lease != 0 {
		kept.Lease = own.Lease
	}
	if own.Egress.Allow != nil {
		kept.Egress.Allow = own.Egress.Allow
	}
	if own.CallbackURL != "" {
		kept.CallbackURL = own.CallbackURL
	}
	kept.Retention = config.Retention(tenant.Retention(own.Retention).Or(tenant.Retention(kept.Retention)))
	if kept.Lease == 0 {
		kept.Lease = defaultLease
	}
	return kept
}

// prefixes reads networks that Settings.Check has passed; one address is a
// network of its own.
func prefixes(networks []string) []netip.Prefix {
	list := make([]netip.Prefix, 0, len(networks))
	for _, network := range networks {
		if prefix, err := netip.ParsePrefix(network); err == nil {
			list = append(list, prefix)
		} else if address, err := netip.ParseAddr(network); err == nil {
			list = append(list, netip.PrefixFrom(address, address.BitLen()))
		}
	}
	return list
}
