import { Button, Switch } from '@mantine/core'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Switch.css'
import { useKinds } from '@/api/me'
import type { Module } from '@/api/types.gen'
import { kindLabel } from '@/draw/words'
import { useWords } from '@/i18n'
import { Badge } from '@/ui/state'
import css from './modules.module.css'
import { conditionOf } from './status'
import type { Want } from './switch-dialog'

/** One task area: what it keeps, how it fares, and its switch. */
export function ModuleCard({ module: m, onSwitch, onVersion }: { module: Module; onSwitch: (want: Want) => void; onVersion: () => void }) {
  const words = useWords()
  const { t } = words
  const { data: kinds } = useKinds()
  const mine = [...(kinds?.values() ?? [])].filter((k) => k.module === m.id)
  const state = conditionOf(m)
  const name = words.pick(m.label, m.id)
  return (
    <li className={css.card} data-on={m.enabled} aria-labelledby={`module-${m.id}`}>
      <div className={css.head}>
        <h2 className={css.name} id={`module-${m.id}`}>{name}</h2>
        <Badge tone={state.tone} mark={state.mark}>{t(state.word)}</Badge>
      </div>
      <p className={css.meta}>
        <span>{t('modules.version', { version: m.version })}</span>
        {m.held && <span>{t('modules.held')}</span>}
        <span>{t('modules.kinds', { n: m.kinds })}</span>
      </p>
      {m.digest && (
        <p className={css.meta}>
          <span title={m.digest}>{t('modules.digest', { digest: m.digest.slice(0, 12) })}</span>
          {m.pinned === m.digest && <span>{t('modules.pinned')}</span>}
          {m.signed && <span>{t('modules.signed')}</span>}
        </p>
      )}
      {state.hint && <p className={css.muted}>{t(state.hint)}</p>}
      {mine.length > 0 && (
        <ul className={css.kinds} aria-label={t('modules.kinds_of', { name })}>
          {mine.map((k) => <li key={k.full_name}>{kindLabel(words, k)}</li>)}
        </ul>
      )}
      {m.set_aside?.map((a) => (
        <details className={css.detail} key={a.measure ?? a.reason}>
          <summary>{a.measure ? t('modules.measure_aside', { name: words.pick(a.label, a.measure) }) : t('modules.wish_aside')}</summary>
          {a.reason}
        </details>
      ))}
      {(m.enabled || m.status === 'set_aside') && m.detail && state.tone !== 'good' && (
        <details className={css.detail}>
          <summary>{t('modules.detail')}</summary>
          {m.detail}
        </details>
      )}
      {m.pilot && <p className={css.muted}>{t('modules.pilot_at', { list: m.pilot.map((u) => u.name).join(', ') })}</p>}
      {/* The switch only asks; it moves when the server has moved it. */}
      {m.status !== 'set_aside' && <Switch size="lg" checked={m.enabled} onChange={() => onSwitch(m.enabled ? 'off' : 'on')} label={t(m.pilot ? 'modules.is_pilot' : m.enabled ? 'modules.is_on' : 'modules.is_off')} aria-label={t('modules.switch', { name })} styles={{ body: { alignItems: 'center', minHeight: 44 }, label: { fontSize: '1rem' } }} />}
      {m.status !== 'set_aside' && (
        <div className={css.ways}>
          <Button variant="default" onClick={() => onSwitch('pilot')}>{t(m.pilot ? 'modules.pilot_change' : 'modules.pilot')}</Button>
          {m.pilot && <Button variant="default" onClick={() => onSwitch('on')}>{t('modules.on_all')}</Button>}
          <Button variant="subtle" onClick={onVersion}>{t('modules.version_change')}</Button>
        </div>
      )}
    </li>
  )
}
