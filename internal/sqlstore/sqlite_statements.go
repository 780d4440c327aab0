package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// statements is the query package's database for SQLite: it translates each
// text once and keeps it prepared, for preparing takes most of a small
// statement's time. The texts are the program's own, so there are not many.
type statements struct {
	on   preparer
	mu   sync.RWMutex
	kept map[string]*sql.Stmt
}

// preparer is one connection or a pool.
type preparer interface {
	PrepareContext(ctx context.Context, text string) (*sql.Stmt, error)
	QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row
}

func newStatements(on preparer) *statements {
	return &statements{on: on, kept: map[string]*sql.Stmt{}}
}

// writing are the statements of a connection that one goroutine has. They go to
// the driver directly where that spares much (query.Direct).
type writing struct {
	*statements
	conn *sql.Conn
	own  map[string]directStatement // no others use them
}

type directStatement interface {
	driver.Stmt
	driver.StmtExecContext
}

func newWriting(on *sql.Conn) *writing {
	return &writing{statements: newStatements(on), conn: on, own: map[string]directStatement{}}
}

// ExecDirectly implements query.Direct.
func (s *writing) ExecDirectly(ctx context.Context, text string, args []driver.NamedValue) error {
	return s.conn.Raw(func(conn any) error {
		prepared, err := s.prepare(ctx, conn, text)
		if err == nil {
			_, err = prepared.ExecContext(ctx, args)
		}
		return err
	})
}

func (s *writing) prepare(ctx context.Context, conn any, text string) (directStatement, error) {
	if prepared := s.own[text]; prepared != nil {
		return prepared, nil
	}
	statement, err := conn.(driver.ConnPrepareContext).PrepareContext(ctx, forSQLite(text))
	if err != nil {
		return nil, err
	}
	s.own[text] = statement.(directStatement)
	return s.own[text], nil
}

func (s *writing) close() {
	for _, prepared := range s.own {
		_ = prepared.Close()
	}
	clear(s.own)
	s.statements.close()
}

// Widest implements query.Wide. The driver looks for each parameter among all
// arguments, so that a statement with many takes their square.
func (*statements) Widest() int { return 8 }

// TakesLists implements query.Lists.
func (*statements) TakesLists() {}

// ExecContext implements query.DBTX.
func (s *statements) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	prepared, err := s.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	return prepared.ExecContext(ctx, args...)
}

// QueryContext implements query.DBTX.
func (s *statements) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	prepared, err := s.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	return prepared.QueryContext(ctx, args...)
}

// QueryRowContext implements query.DBTX. What cannot be prepared is asked
// plainly, because only so can a Row carry the error.
func (s *statements) QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row {
	prepared, err := s.PrepareContext(ctx, text)
	if err != nil {
		return s.on.QueryRowContext(ctx, forSQLite(text), args...)
	}
	return prepared.QueryRowContext(ctx, args...)
}

// PrepareContext implements query.DBTX. The statement stays the cache's own.
func (s *statements) PrepareContext(ctx context.Context, text string) (*sql.Stmt, error) {
	s.mu.RLock()
	prepared := s.kept[text]
	s.mu.RUnlock()
	if prepared != nil {
		return prepared, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if prepared = s.kept[text]; prepared != nil {
		return prepared, nil
	}
	if s.kept == nil {
		return nil, sql.ErrConnDone
	}
	prepared, err := s.on.PrepareContext(ctx, forSQLite(text))
	if err == nil {
		s.kept[text] = prepared
	}
	return prepared, err
}

// close closes the statements, which their connections need before they close
// themselves. Nothing is prepared any more.
func (s *statements) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, prepared := range s.kept {
		_ = prepared.Close()
	}
	s.kept = nil
}

// rowLocks are what PostgreSQL needs where SQLite, with its one writer, has
// nothing to lock. The longer come first.
var rowLocks = strings.NewReplacer(
	" FOR UPDATE SKIP LOCKED", "", "\nFOR UPDATE SKIP LOCKED", "",
	"\nFOR UPDATE OF cases SKIP LOCKED", "", "\nFOR UPDATE OF cases", "",
	" FOR UPDATE", "", "\nFOR UPDATE", "",
)

// limit is a bare parameter as a limit. SQLite looks at its value when it plans,
// and so plans the prepared statement anew at every execution, which takes ten
// times as long as the rest; of an expression, even of (+$1), it asks no value.
var limit = regexp.MustCompile(`LIMIT (\$\d+)`)

// nextReportIDs is the number that SQLite would give the next report; those
// that follow are free too (see reserveIDs).
const nextReportIDs = "SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'reports'), 0) + 1 WHERE $1 > 0"

// forSQLite translates the shared SQL.
func forSQLite(text string) string {
	switch {
	case strings.Contains(text, "pg_advisory_xact_lock"):
		return "SELECT $1"
	case strings.Contains(text, "nextval('reports_id_seq')"):
		return nextReportIDs
	}
	text = limit.ReplaceAllString(rowLocks.Replace(text), "LIMIT (+$1)")
	if manyRows.MatchString(text) {
		text = strings.Replace(text, "INSERT INTO", "INSERT OR FAIL INTO", 1)
	}
	return unnumbered(text)
}

// manyRows is an insert of several rows (query/wide.go). Where one of them is
// refused, the whole request is undone, so that SQLite need not copy every page
// to undo the other rows by itself.
var manyRows = regexp.MustCompile(`VALUES \([^()]*\), \(`)

var placeholder = regexp.MustCompile(`\$\d+`)

// unnumbered takes the numbers off parameters that stand in their order: the
// driver finds an argument by its place faster than by its name.
func unnumbered(text string) string {
	for i, parameter := range placeholder.FindAllString(text, -1) {
		if parameter != "$"+strconv.Itoa(i+1) {
			return text
		}
	}
	return placeholder.ReplaceAllString(text, "?")
}
