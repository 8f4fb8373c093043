import { addWords } from './index'
import words from './vi-figures.json'

// The words of the screens for boards, sources of a figure and papers.
addWords(words)
