import { Link } from '@tanstack/react-router'
import { shortHash } from '@/api/digest'
import { useKind } from '@/api/me'
import type { Source as SourceData, Tile } from '@/api/types.gen'
import { StateBadge } from '@/draw/badges'
import { kindLabel, slotLabel } from '@/draw/words'
import { formatNumber } from '@/i18n/format'
import { useWords } from '@/i18n'
import { IconAlert, IconDoc, IconSeal } from '@/ui/icons'
import css from './boards.module.css'
import { ProofMark } from './proof-mark'

/** A record a figure rests on: what it adds and the papers that prove it. */
export function Source({ rec, of, plain }: { rec: SourceData; of: Tile['kind']; /** Its figure asks for no proof. */ plain?: boolean }) {
  const words = useWords()
  const { t } = words
  const kind = useKind(rec.kind)
  const papers = rec.documents
  const Sign = rec.proven ? IconSeal : IconAlert
  return (
    <li className={css.source}>
      <div className={css.sourceHead}>
        <div style={{ minWidth: 0 }}>
          <h3 className={css.sourceTitle}>
            <Link to="/record/$id" params={{ id: rec.id }}>{rec.title || t('record.untitled')}</Link>
          </h3>
          <p className={css.meta}>
            <span>{kindLabel(words, kind)}</span>
            {rec.number && <span className="num">{rec.number}</span>}
            <span>{rec.unit.name}</span>
          </p>
        </div>
        <StateBadge kind={kind} state={rec.state} />
      </div>
      <p className={css.meta}>
        {!rec.withdrawn && !plain && (
          <span className={`${css.mark} ${rec.proven ? css.sound : css.claimed}`}>
            <Sign size={18} aria-hidden />
            {t(rec.proven ? 'lineage.proven' : 'lineage.claimed')}
          </span>
        )}
        {rec.approved && <span>{t('lineage.approved')}</span>}
        <span className="num">{added(t, rec, of)}</span>
      </p>
      {papers.length > 0 && (
        <ul className={css.papers} aria-label={t('lineage.papers')}>
          {papers.map((d) => (
            <li key={d.id} className={css.paper} data-sound={d.sound}>
              <IconDoc size={22} aria-hidden />
              <div style={{ minWidth: 0 }}>
                <Link to="/documents/$id" params={{ id: d.id }} className={css.paperName}>{d.name}</Link>
                <p className={css.meta}>
                  <ProofMark sound={d.sound} />
                  {d.slot && <span>{slotLabel(words, kind, d.slot)}</span>}
                  {d.version > 1 && <span>{t('doc.version', { n: d.version })}</span>}
                  <span>SHA-256 <span className={css.hash} title={d.sha256}>{shortHash(d.sha256)}</span></span>
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

function added(t: ReturnType<typeof useWords>['t'], rec: SourceData, of: Tile['kind']): string {
  if (rec.withdrawn) return t('lineage.withdrawn')
  if (rec.outside) return t('lineage.outside')
  if (of === 'ratio') return t('lineage.adds_ratio', { n: formatNumber(rec.numerator), of: formatNumber(rec.denominator) })
  return t(of === 'coverage' ? 'lineage.covers' : 'lineage.adds', { n: formatNumber(rec.numerator) })
}
