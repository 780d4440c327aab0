package sqlstore

import (
	"context"
	"time"

	"github.com/xiezhi/xiezhi/internal/auditlog"
	"github.com/xiezhi/xiezhi/internal/fault"
	"github.com/xiezhi/xiezhi/internal/sqlstore/query"
	"github.com/xiezhi/xiezhi/internal/staff"
)

var _ staff.FactorStore = (*Store)(nil)

// Factor implements staff.FactorStore.
func (s *Store) Factor(ctx context.Context, accountID int64) (staff.Factor, error) {
	row, err := s.read().SecondFactor(ctx, accountID)
	if notFound(err) {
		return staff.Factor{}, fault.New(fault.NotFound, "", "the account has no second factor")
	}
	return factorOf(row), failure(err)
}

// Factors implements staff.FactorStore.
func (s *Store) Factors(ctx context.Context) ([]staff.Factor, error) {
	rows, err := s.read().SecondFactors(ctx)
	if err != nil {
		return nil, failure(err)
	}
	factors := make([]staff.Factor, len(rows))
	for i, row := range rows {
		factors[i] = factorOf(row)
	}
	return factors, nil
}

// EnrolFactor implements staff.FactorStore.
func (s *Store) EnrolFactor(ctx context.Context, factor staff.Factor) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		changed, err := q.PutUnconfirmedFactor(ctx, query.PutUnconfirmedFactorParams{
			AccountID: factor.AccountID, Sealed: factor.Sealed, CreatedAt: millis(factor.CreatedAt),
		})
		if err == nil && changed == 0 {
			return fault.New(fault.Conflict, staff.CodeFactorActive, "the second factor is in use already; switch it off first")
		}
		return err
	})
}

// ActivateFactor implements staff.FactorStore.
func (s *Store) ActivateFactor(ctx context.Context, factor staff.Factor, codes []string) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		changed, err := q.ActivateFactor(ctx, query.ActivateFactorParams{
			AccountID: factor.AccountID, Sealed: factor.Sealed, LastStep: factor.LastStep,
		})
		if err != nil {
			return err
		}
		if changed == 0 {
			return fault.New(fault.Conflict, staff.CodeFactorChanged, "the second factor was changed meanwhile; begin again")
		}
		if err := replaceCodes(ctx, q, factor.AccountID, codes); err != nil {
			return err
		}
		return s.auditFactor(ctx, q, factor.AccountID, "on")
	})
}

// UseStep implements staff.FactorStore.
func (s *Store) UseStep(ctx context.Context, accountID, step int64) (fresh bool, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		changed, err := q.UseFactorStep(ctx, query.UseFactorStepParams{Step: step, AccountID: accountID})
		fresh = changed == 1
		return err
	})
	return fresh && err == nil, err
}

// UseRecoveryCode implements staff.FactorStore.
func (s *Store) UseRecoveryCode(ctx context.Context, accountID int64, hash string, now time.Time) (fresh bool, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		changed, err := q.UseRecoveryCode(ctx, query.UseRecoveryCodeParams{UsedAt: millis(now), AccountID: accountID, Hash: hash})
		fresh = changed == 1
		return err
	})
	return fresh && err == nil, err
}

// RecoveryCodesLeft implements staff.FactorStore.
func (s *Store) RecoveryCodesLeft(ctx context.Context, accountID int64) (int, error) {
	count, err := s.read().CountRecoveryCodes(ctx, accountID)
	return int(count), failure(err)
}

// ReplaceRecoveryCodes implements staff.FactorStore.
func (s *Store) ReplaceRecoveryCodes(ctx context.Context, accountID int64, codes []string) error {
	return s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		if err := replaceCodes(ctx, q, accountID, codes); err != nil {
			return err
		}
		return s.auditFactor(ctx, q, accountID, "new recovery codes")
	})
}

func (s *Store) auditFactor(ctx context.Context, q *query.Queries, accountID int64, change string) error {
	return s.audit(ctx, q, audited{action: auditlog.StaffUpdate, object: numbered(auditlog.AStaff, accountID),
		detail: map[string]any{"second_factor": change}})
}

func replaceCodes(ctx context.Context, q *query.Queries, accountID int64, codes []string) error {
	if err := q.DeleteRecoveryCodes(ctx, accountID); err != nil {
		return err
	}
	for _, hash := range codes {
		if err := q.InsertRecoveryCode(ctx, query.InsertRecoveryCodeParams{AccountID: accountID, Hash: hash}); err != nil {
			return err
		}
	}
	return nil
}

// DropFactor implements staff.FactorStore.
func (s *Store) DropFactor(ctx context.Context, accountID int64) (dropped bool, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		changed, err := q.DeleteFactor(ctx, accountID)
		if err != nil {
			return err
		}
		if err := q.DeleteRecoveryCodes(ctx, accountID); err != nil {
			return err
		}
		if dropped = changed > 0; !dropped {
			return nil
		}
		return s.auditFactor(ctx, q, accountID, "off")
	})
	return dropped && err == nil, err
}

// ReplaceSealed implements staff.FactorStore.
func (s *Store) ReplaceSealed(ctx context.Context, accountID int64, before, sealed []byte) (replaced bool, err error) {
	err = s.write(ctx, func(ctx context.Context, q *query.Queries) error {
		changed, err := q.ReplaceFactor(ctx, query.ReplaceFactorParams{Sealed: sealed, AccountID: accountID, Before: before})
		replaced = changed == 1
		return err
	})
	return replaced && err == nil, err
}

func factorOf(row query.SecondFactor) staff.Factor {
	return staff.Factor{
		AccountID: row.AccountID, Sealed: row.Sealed, Active: row.Active != 0,
		LastStep: row.LastStep, CreatedAt: moment(row.CreatedAt),
	}
}
