import { createTheme, type MantineColorsTuple } from '@mantine/core'
import { BELOW } from './below'

const ink: MantineColorsTuple = ['#eef5f9', '#dbe9f2', '#b6d2e4', '#8db9d5', '#6ba4c8', '#5597c0', '#4790bd', '#387da8', '#1c5a85', '#134a70']
const late: MantineColorsTuple = ['#fdeceb', '#f8d5d4', '#eea8a8', '#e47878', '#dc5050', '#d73738', '#c7262f', '#bc1b26', '#b3141f', '#8f0c17']
const good: MantineColorsTuple = ['#e9f6ef', '#d2eadd', '#a4d4bb', '#73bd97', '#4baa79', '#329e66', '#268f5a', '#207d4e', '#1b6e46', '#125535']

const roomy = { defaultProps: { size: 'md' } }
const mute = { fontSize: '1rem' }

// Parts are named, not imported: a first visit carries only those its screens draw.
export const theme = createTheme({
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", monospace',
  colors: { ink, late, good },
  primaryColor: 'ink',
  primaryShade: 8,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontSizes: { xs: '0.875rem', sm: '1rem', md: '1rem', lg: '1.125rem', xl: '1.25rem' },
  lineHeights: { xs: '1.5', sm: '1.55', md: '1.6', lg: '1.6', xl: '1.5' },
  components: {
    Button: { defaultProps: { size: 'md' }, styles: { root: { minHeight: 44, height: 'auto', paddingBlock: 7 }, label: { lineHeight: 1.5, whiteSpace: 'normal' } } },
    ActionIcon: { defaultProps: { size: 44, variant: 'subtle', color: 'gray' } },
    TextInput: roomy,
    PasswordInput: roomy,
    Textarea: { defaultProps: { size: 'md', autosize: true, minRows: 3 } },
    NativeSelect: roomy,
    ComboboxChevron: { styles: { chevron: { width: 16, height: 16 } } }, // one size, whatever opens
    MultiSelect: { defaultProps: { size: 'md', comboboxProps: BELOW } },
    Checkbox: roomy,
    Switch: roomy,
    Modal: { defaultProps: { centered: true, radius: 'lg', padding: 'lg', overlayProps: { backgroundOpacity: 0.45 } }, styles: { title: { fontWeight: 650, fontSize: '1.25rem', lineHeight: 1.45 } } },
    InputWrapper: { styles: { label: { fontWeight: 600, marginBottom: 4, lineHeight: 1.5 }, description: { ...mute, color: 'var(--ink-2)', marginBottom: 6 }, error: { ...mute, color: 'var(--late)' }, required: { color: 'var(--ink-2)' } } },
    Input: { styles: { input: { minHeight: 46, borderColor: 'var(--line-strong)', lineHeight: 1.5 } } },
  },
})
