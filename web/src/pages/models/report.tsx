import { Link } from '@tanstack/react-router'
import { useWords } from '../../i18n/language'
import { count } from '../../i18n/when'
import { Section } from '../../ui/facts'
import { Table } from '../../ui/table'
import type { Bound, Report, Scene } from './calls'
import { Curve } from './chart'
import { percent } from './curve'
import { Warnings } from './warnings'
import { modelWords } from './words'

/** ReportOf is how a version does on lines that it has not learned from. */
export function ReportOf({ report }: { report: Report }) {
  const t = useWords(modelWords)
  const bounds = report.thresholds
  const scenes = Object.entries(report.scenes)
  return (
    <>
      <Section title={t.report} aside={t.kept(count(report.lines), count(report.violations))}>
        <div className="flex flex-col gap-4">
          <Warnings warnings={report.warnings} />
          <div className="grid gap-6 min-[1400px]:grid-cols-[minmax(0,640px)_minmax(0,400px)]">
            <Curve points={report.curve} bounds={bounds} />
            <Bounds bounds={bounds} />
          </div>
        </div>
      </Section>
      {scenes.length > 0 && <Section title={t.scenes} flush><Scenes scenes={scenes} /></Section>}
    </>
  )
}

function Bounds({ bounds }: { bounds: readonly Bound[] }) {
  const t = useWords(modelWords)
  return (
    <div className="flex max-w-[640px] min-w-0 flex-col gap-2">
      <div className="overflow-hidden rounded-card border border-line bg-surface">
        <Table
          label={t.bounds} rows={bounds} rowKey={(bound) => bound.at_most} columns={[
            { key: 'most', head: t.harmless, cell: (bound) => t.atMost(percent(bound.at_most)) },
            { key: 'threshold', head: t.threshold, width: '25%', align: 'right', cell: (bound) => (bound.recall > 0 ? <strong className="font-semibold">{bound.threshold.toFixed(3)}</strong> : <span className="text-ink-3">{t.unreached}</span>) },
            { key: 'precision', head: t.precision, width: '22%', align: 'right', cell: (bound) => bound.recall > 0 && percent(bound.precision) },
            { key: 'recall', head: t.recall, width: '22%', align: 'right', cell: (bound) => bound.recall > 0 && percent(bound.recall) },
          ]}
        />
      </div>
      <Link to="/thresholds" className="self-start text-label text-accent hover:underline">{t.goThresholds}</Link>
    </div>
  )
}

function Scenes({ scenes }: { scenes: readonly (readonly [name: string, scene: Scene])[] }) {
  const t = useWords(modelWords)
  const named: Record<string, string> = { live: t.live, private: t.private, system: t.system, other: t.other }
  const shares = scenes[0]?.[1].thresholds.map((bound) => bound.at_most) ?? []
  const at = (scene: Scene, share: number) => {
    const bound = scene.thresholds.find((one) => one.at_most === share)
    return bound && bound.recall > 0 ? <>{bound.threshold.toFixed(3)} <span className="text-ink-3">({percent(bound.recall)})</span></> : <span className="text-ink-3">{t.unreached}</span>
  }
  return (
    <Table
      label={t.scenes} rows={scenes} rowKey={([name]) => name} columns={[
        { key: 'scene', head: t.scene, cell: ([name]) => named[name] ?? name },
        { key: 'size', head: t.size, width: '90px', align: 'right', cell: ([, scene]) => count(scene.lines) },
        { key: 'violations', head: t.violations, width: '90px', align: 'right', cell: ([, scene]) => count(scene.violations) },
        { key: 'accuracy', head: t.accuracy, width: '90px', align: 'right', cell: ([, scene]) => percent(scene.accuracy) },
        ...shares.map((share) => ({ key: String(share), head: t.thresholdAt(percent(share)), width: '19%', align: 'right' as const, wide: share === 0.005, cell: ([, scene]: (typeof scenes)[number]) => at(scene, share) })),
      ]}
    />
  )
}
