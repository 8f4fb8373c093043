import { Button } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { sendActs, takeBack, useActs, type Act } from '@/api/acts'
import { useConnection } from '@/api/connection'
import { writeKept } from '@/api/kept'
import { useKind, useMe } from '@/api/me'
import { kindLabel, verbLabel } from '@/draw/words'
import draw from '@/draw/draw.module.css'
import { useWords } from '@/i18n'
import { formatInstant, inSentence } from '@/i18n/format'
import { LinkButton } from '@/ui/link-button'
import { Page, Sheet } from '@/ui/page'
import { State } from '@/ui/state'

/** What was done without a line and is not received yet: each can be taken back, and what was refused says why. */
export function OutboxPage() {
  const { t } = useWords()
  const acts = useActs()
  const { online } = useConnection()
  return (
    <Page title={t('acts.title')} sub={t('acts.sub')} action={online && acts.some((a) => !a.refused) && <Button onClick={() => void sendActs()}>{t('acts.send')}</Button>}>
      {acts.length === 0
        ? <State title={t('acts.none')} action={<LinkButton to="/" variant="default">{t('action.back_today')}</LinkButton>}>{t('acts.none_hint')}</State>
        : <Sheet>{acts.map((a) => <Row key={a.key} act={a} />)}</Sheet>}
    </Page>
  )
}

function Row({ act }: { act: Act }) {
  const words = useWords()
  const { t } = words
  const { person } = useMe()
  const kind = useKind(act.kind)
  const navigate = useNavigate()
  const title = act.title || t('record.untitled')
  const what = act.act === 'create' ? t('acts.create', { kind: inSentence(kindLabel(words, kind)), title }) : t('acts.step', { verb: verbLabel(words, kind, act.step), title })
  const edit = () => {
    if (act.act !== 'create') return
    void writeKept(person.id, `new.${act.kind}`, { version: 0, at: Date.now(), fields: act.fields })
    takeBack(act.key)
    void navigate({ to: '/records/$kind/new', params: { kind: act.kind }, search: { unit: act.unit.id } })
  }
  return (
    <li className={draw.row} data-act={act.refused ? 'refused' : 'waiting'}>
      <p className={draw.rowTitle}>{act.act === 'step' ? <Link to="/record/$id" params={{ id: act.record }}>{what}</Link> : what}</p>
      <div className={draw.rowFacts}>
        <p className={draw.meta}>{act.refused ? <span className={draw.late}>{t('acts.refused', { why: act.refused.detail })}</span> : t('acts.waiting', { at: formatInstant(new Date(act.at).toISOString()) })}</p>
        {act.refused?.errors.map((e, i) => <p key={i} className={draw.meta}>{e.detail}</p>)}
        {act.act === 'create' && act.unit.name && <p className={draw.meta}>{act.unit.name}</p>}
      </div>
      <div className={draw.rowVerbs}>
        {act.act === 'create' && <Button variant="light" onClick={edit}>{t(act.refused ? 'acts.edit' : 'acts.take_back')}</Button>}
        {act.act === 'step' && act.refused && <LinkButton variant="light" to="/record/$id" params={{ id: act.record }}>{t('acts.open')}</LinkButton>}
        {(act.act === 'step' || act.refused) && <Button variant="default" onClick={() => takeBack(act.key)}>{t(act.refused ? 'acts.drop' : 'acts.take_back')}</Button>}
      </div>
    </li>
  )
}
