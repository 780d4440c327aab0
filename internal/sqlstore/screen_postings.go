package sqlstore

import (
	"context"
	"encoding/binary"
	"slices"
	"time"

	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
)

// Where transactions follow one another, numbers come in order, and messages are
// posted – entered by user and by room – many at a time. Those that came since
// are looked through; they are a segment or two.
const (
	segmentLines = 8192
	postStep     = 256 // messages that are read at a time
	postRows     = 8   // of a segment that are written at a time
	postRest     = 12  // times as long as that took, the less the more segments wait
	postLook     = time.Second
	postBuckets  = 256
	entrySize    = 8
)

// keyOfUser and keyOfRoom are how users and rooms are posted. Two may have the
// same key: who reads an entry looks at the message.
func keyOfUser(app, userID string) uint64 { return postKey('u', app, userID) }

func keyOfRoom(app, roomID string) uint64 { return postKey('r', app, roomID) }

// postKey is FNV-1a with the finish of MurmurHash3. It is stored: it never changes.
func postKey(kind byte, app, name string) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	key := (offset ^ uint64(kind)) * prime
	for _, part := range [2]string{app, name} {
		for i := range len(part) {
			key = (key ^ uint64(part[i])) * prime
		}
		key *= prime // as if a zero byte ended it
	}
	key = (key ^ key>>33) * 0xff51afd7ed558ccd
	return key ^ key>>33
}

func bucketOf(key uint64) int64 { return int64(key % postBuckets) }

// shortOf is what an entry keeps of a key.
func shortOf(key uint64) uint32 { return uint32(key >> 32) }

// PostLines enters the messages that came since the last time, where they are at
// least so many and the engine has no index of its own that does so at once.
func (s *Store) PostLines(ctx context.Context, least int) error {
	if !s.engine.alone() {
		return nil
	}
	s.posting.Lock()
	defer s.posting.Unlock()
	for {
		last, err := s.read().LastPosted(ctx)
		if err != nil {
			return failure(err)
		}
		bounds, err := s.read().LineBounds(ctx)
		if err != nil || bounds.Last-last < int64(max(least, 1)) {
			return failure(err)
		}
		pace := restful(postRest / max(1, (bounds.Last-last)/segmentLines))
		lines, err := s.linesToPost(ctx, last, pace)
		if err != nil || len(lines) == 0 {
			return failure(err)
		}
		if err := s.post(ctx, last, postingsOf(lines), pace); err != nil {
			return err
		}
	}
}

// post enters a segment, some of its rows at a time and with rests in between: who
// waits for the writer waits for those only. The segment is there with bucket 0,
// which comes last; what an earlier attempt left of one goes first.
func (s *Store) post(ctx context.Context, last int64, rows []query.InsertLinePostingParams, pace restful) error {
	if !s.postedWhole {
		err := s.write(ctx, func(ctx context.Context, q *query.Queries) error { return q.DropSegmentsAfter(ctx, last, allBuckets()) })
		if err != nil {
			return err
		}
	}
	s.postedWhole = false
	slices.Reverse(rows)
	for part := range slices.Chunk(rows, postRows) {
		begun := time.Now()
		err := s.write(ctx, func(ctx context.Context, q *query.Queries) error { return q.InsertLinePostings(ctx, part) })
		if err == nil {
			err = pace.rest(ctx, begun)
		}
		if err != nil {
			return err
		}
	}
	s.postedWhole = true
	return nil
}

// restful is who rests so many times as long as it works.
type restful int

func (r restful) rest(ctx context.Context, begun time.Time) error {
	return rest(ctx, time.Duration(r)*time.Since(begun))
}

func allBuckets() []int64 {
	buckets := make([]int64, postBuckets)
	for i := range buckets {
		buckets[i] = int64(i)
	}
	return buckets
}

// linesToPost are those after a number that make a segment. They are read in
// steps, with rests in between, so that those who wait for an answer hardly
// notice.
func (s *Store) linesToPost(ctx context.Context, after int64, pace restful) ([]query.LinesToPostRow, error) {
	lines := make([]query.LinesToPostRow, 0, segmentLines)
	for {
		begun := time.Now()
		more, err := s.read().LinesToPost(ctx, query.LinesToPostParams{After: after, MaxLines: postStep})
		if err != nil {
			return nil, err
		}
		lines = append(lines, more...)
		if len(more) < postStep || len(lines) >= segmentLines {
			return lines, nil
		}
		after = more[len(more)-1].ID
		if err := pace.rest(ctx, begun); err != nil {
			return nil, err
		}
	}
}

// postIfMany is PostLines for a whole segment.
func (s *Store) postIfMany(ctx context.Context) error { return s.PostLines(ctx, segmentLines) }

// postingsOf is a segment.
func postingsOf(lines []query.LinesToPostRow) []query.InsertLinePostingParams {
	first, last := lines[0].ID, lines[len(lines)-1].ID
	var buckets [postBuckets][]byte
	buckets[0] = []byte{}
	for _, line := range lines {
		for _, key := range [2]uint64{keyOfUser(line.App, line.UserID), keyOfRoom(line.App, line.RoomID)} {
			bucket := &buckets[bucketOf(key)]
			*bucket = binary.BigEndian.AppendUint32(*bucket, shortOf(key))
			*bucket = binary.BigEndian.AppendUint32(*bucket, uint32(line.ID-first))
		}
	}
	rows := make([]query.InsertLinePostingParams, 0, postBuckets)
	for bucket, entries := range buckets {
		if entries != nil {
			rows = append(rows, query.InsertLinePostingParams{Bucket: int64(bucket), LastID: last, FirstID: first, Entries: entries})
		}
	}
	return rows
}

// posted are the messages before a number that a segment's row says are of a
// key, the newest first.
func posted(into []int64, row query.LinePostingsRow, key uint64, before int64) []int64 {
	for at := len(row.Entries) - entrySize; at >= 0; at -= entrySize {
		if binary.BigEndian.Uint32(row.Entries[at:]) != shortOf(key) {
			continue
		}
		if id := row.FirstID + int64(binary.BigEndian.Uint32(row.Entries[at+4:])); id < before {
			into = append(into, id)
		}
	}
	return into
}

// dropStale forgets segments of which no message is left.
func (s *Store) dropStale(ctx context.Context) error {
	for {
		stale, err := s.staleSegments(ctx)
		if err != nil {
			return failure(err)
		}
		for _, segment := range stale {
			err := s.write(ctx, func(ctx context.Context, q *query.Queries) error {
				return q.DropSegment(ctx, segment.FirstID, allBuckets())
			})
			if err != nil {
				return err
			}
		}
		if len(stale) < staleStep {
			return nil
		}
	}
}

// staleStep is how many segments are looked at at once.
const staleStep = 100

// staleSegments asks for the segments first: what they have was written before
// it asks for the messages that are there.
func (s *Store) staleSegments(ctx context.Context) ([]query.OldestSegmentsRow, error) {
	oldest, err := s.read().OldestSegments(ctx, staleStep)
	if err != nil || len(oldest) == 0 {
		return nil, err
	}
	bounds, err := s.read().LineBounds(ctx)
	if err != nil || bounds.Last == 0 {
		return oldest, err
	}
	for i, segment := range oldest {
		if segment.LastID >= bounds.First {
			return oldest[:i], nil
		}
	}
	return oldest, nil
}
