import type { ComboboxProps } from '@mantine/core'

/**
 * A list of choices lies beside its input in the document, under it: in a portal it widens a phone's page and
 * wanders, and turned upwards its first choices lie above the top of a dialog, where nothing scrolls to them.
 */
export const BELOW: Pick<ComboboxProps, 'withinPortal' | 'position' | 'middlewares'> = { withinPortal: false, position: 'bottom-start', middlewares: { flip: false, shift: false } }
