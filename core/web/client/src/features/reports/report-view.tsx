import { useCallback, useMemo, useState } from 'react'
import type { Report, Section, Written } from '@/api/types.gen'
import { useWords } from '@/i18n'
import { IconChevronRight } from '@/ui/icons'
import { Blocks, CitedNumbers } from './blocks'
import { FaceForm, Foot, Head } from './face'
import { FreezeBar, FrozenNotice } from './freeze'
import { numbered, type Numbered, type Part } from './numbering'
import { Place, WriterContext } from './place'
import css from './report.module.css'

/** The report as it reads on paper, and beside each section what people write. */
export function ReportView({ report }: { report: Report }) {
  const { t } = useWords()
  const [unsent, setUnsent] = useState<string[]>([])
  const onUnsent = useCallback((key: string, is: boolean) => setUnsent((old) => (old.includes(key) === is ? old : is ? [...old, key] : old.filter((k) => k !== key))), [])
  const { template, period } = report
  const { id: unit, name: unitName } = report.unit
  const frozen = report.frozen !== undefined
  const edit = report.may_write && !frozen
  // What says nothing is no part of the paper; it is shown to whoever may write it.
  const parts = numbered(report.chapters).map((c) => ({ ...c, sections: c.sections.filter((s) => s.says || edit) })).filter((c) => c.says || edit)
  const writes = report.may_write || frozen
  const writer = useMemo(() => (writes ? { template, unit, unitName, period, frozen, onUnsent } : null), [writes, template, unit, unitName, period, frozen, onUnsent])
  return (
    <WriterContext value={writer}>
      {report.frozen && <FrozenNotice frozen={report.frozen} />}
      <Contents parts={parts} />
      {edit && <FaceForm report={report} />}
      <article className={css.paper} lang={report.lang} aria-label={t('report.paper')}>
        <Head report={report} />
        <Text held={report.opening} label={t('report.opening')} edit={edit} />
        {parts.map((part) => <ChapterPart key={part.of.id} part={part} report={report} edit={edit} />)}
        <Text held={report.closing} label={t('report.closing')} edit={edit} />
        <Foot report={report} />
      </article>
      <FreezeBar report={report} unsent={unsent.length} />
    </WriterContext>
  )
}

/** Where the parts are; on paper there is no need of it. */
function Contents({ parts }: { parts: Part[] }) {
  const { t } = useWords()
  return (
    <details className={`${css.fold} ${css.screen}`}>
      <summary><IconChevronRight size={20} aria-hidden />{t('report.contents')}</summary>
      <ol className={css.contents}>
        {parts.map(({ of: c, numeral, sections }) => (
          <li key={c.id}>
            <a href={`#${c.id}`}>{numeral} {c.title}</a>
            {sections.length > 1 && <ol>{sections.map((s) => <li key={s.of.id}><a href={`#${anchor(s.of.id)}`}>{s.numeral} {s.of.title}</a></li>)}</ol>}
          </li>
        ))}
      </ol>
    </details>
  )
}

const anchor = (id: string) => `section-${id.replaceAll('.', '-')}`

function ChapterPart({ part: { of: c, numeral, says, sections }, report, edit }: { part: Part; report: Report; edit: boolean }) {
  return (
    <section id={c.id} className={`${css.chapter} ${says ? '' : css.screen}`} aria-labelledby={`${c.id}-title`}>
      <h2 id={`${c.id}-title`}>{numeral} {c.title}</h2>
      {sections.map((s) => <SectionPart key={s.of.id} section={s} title={s.of.title || c.title} report={report} edit={edit} />)}
    </section>
  )
}

function SectionPart({ section: { of: s, numeral, says }, title, report, edit }: { section: Numbered<Section>; title: string; report: Report; edit: boolean }) {
  const { t } = useWords()
  return (
    <div id={anchor(s.id)} className={`${css.section} ${says ? '' : css.screen}`}>
      {s.title && <h3>{numeral} {s.title}</h3>}
      <Blocks blocks={s.blocks} figures={report.figures} />
      <Text held={s.text} label={s.blocks.length > 0 ? t('report.own_text', { section: title }) : title} above={s.blocks.length > 0 ? t('report.own') : ''} edit={edit} />
      <CitedNumbers blocks={s.blocks} figures={report.figures} />
    </div>
  )
}

/** What people wrote: to write in for whoever may, always to read and on paper. */
function Text({ held, label, above, edit }: { held: Written; label: string; above?: string; edit: boolean }) {
  const paragraphs = held.shown.split('\n').filter((p) => p.trim() !== '')
  return (
    <>
      <div className={edit ? css.onPaper : undefined} lang="vi">
        {paragraphs.map((p, i) => <p key={i} className={css.sentence}>{p}</p>)}
      </div>
      <Place held={held} label={label} shown={above} />
    </>
  )
}
