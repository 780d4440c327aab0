package intake

import (
	"context"
	"time"
)

// keptAfterwards is how much longer than its window a repetition key is kept:
// another node's clock may be behind.
const keptAfterwards = time.Hour

// ForgetRepeats drops the repetition keys whose window is over, so that they
// do not grow with everything that was ever reported.
func (s *Service) ForgetRepeats(ctx context.Context) error {
	_, err := s.store.PruneRepeatKeys(ctx, s.now().Add(-RepeatWindow-keptAfterwards))
	return err
}
