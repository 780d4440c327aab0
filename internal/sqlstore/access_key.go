package sqlstore

import (
	"bytes"
	"context"
	"encoding/hex"

	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// AnswersSealedBy counts the answers that are kept to be given again and that
// the key with the id (tenant.KeyID) has sealed.
func (s *Store) AnswersSealedBy(ctx context.Context, keyID string) (int, error) {
	lowest, err := hex.DecodeString(keyID)
	if err != nil {
		return 0, fault.Wrap(fault.Invalid, err, "%.20q is no key's id", keyID)
	}
	// The id is followed by a nonce of 12 random bytes.
	highest := append(bytes.Clone(lowest), bytes.Repeat([]byte{0xff}, 12)...)
	count, err := s.read().CountAnswersBetween(ctx, query.CountAnswersBetweenParams{Lowest: lowest, Highest: highest})
	return int(count), failure(err)
}
