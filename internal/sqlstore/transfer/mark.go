package transfer

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/xiezhi/xiezhi/internal/sqlstore"
)

// mark is how far a table's copy has come.
type mark struct {
	behind []any // the last key that was copied; nil for none
	rows   int64
	done   bool
}

func markOf(ctx context.Context, w *sqlstore.Whole, t table) (m mark, err error) {
	var behind string
	var done int64
	err = w.DB.QueryRowContext(ctx, "SELECT behind, copied, done FROM "+sqlstore.UnfinishedTable+" WHERE name = $1", t.name).Scan(&behind, &m.rows, &done)
	if err == sql.ErrNoRows { //nolint:errorlint // database/sql returns it as it is
		return mark{}, nil
	}
	if err != nil {
		return mark{}, err
	}
	m.done = done != 0
	m.behind, err = keyFrom(behind)
	return m, err
}

const saveMark = "INSERT INTO " + sqlstore.UnfinishedTable + ` (name, behind, copied, done) VALUES ($1, $2, $3, $4)
ON CONFLICT (name) DO UPDATE SET behind = excluded.behind, copied = excluded.copied, done = excluded.done`

func (m mark) save(ctx context.Context, tx *sql.Tx, t table) error {
	behind, err := keyText(m.behind)
	if err != nil {
		return err
	}
	done := 0
	if m.done {
		done = 1
	}
	_, err = tx.ExecContext(ctx, saveMark, t.name, behind, m.rows, done)
	return err
}

// keyText is a key as text: a list of numbers, as text too for their size, and
// texts, each behind a letter that says which.
func keyText(key []any) (string, error) {
	parts := make([]string, len(key))
	for i, value := range key {
		switch v := value.(type) {
		case int64:
			parts[i] = "n" + strconv.FormatInt(v, 10)
		case string:
			parts[i] = "t" + v
		default:
			return "", fmt.Errorf("a key of type %T cannot be gone on from", value)
		}
	}
	text, err := json.Marshal(parts)
	return string(text), err
}

func keyFrom(text string) ([]any, error) {
	var parts []string
	if err := json.Unmarshal([]byte(text), &parts); err != nil {
		return nil, err
	}
	var key []any
	for _, part := range parts {
		switch {
		case part == "":
			return nil, fmt.Errorf("the copy's progress cannot be read: %s", text)
		case part[0] == 't':
			key = append(key, part[1:])
		default:
			number, err := strconv.ParseInt(part[1:], 10, 64)
			if err != nil {
				return nil, err
			}
			key = append(key, number)
		}
	}
	return key, nil
}
