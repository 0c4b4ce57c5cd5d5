import {
  ActionIcon,
  Autocomplete,
  Button,
  Checkbox,
  type CSSVariablesResolver,
  createTheme,
  Menu,
  Modal,
  NumberInput,
  PasswordInput,
  Popover,
  rem,
  SegmentedControl,
  Select,
  Switch,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';

import { monthYearLong } from '../../lib/format';
import { font, mono, type Palette, palettes } from '../../lib/palette';

/** variables turns a palette into the custom properties every style sheet uses. */
function variables(palette: Palette): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(palette)) {
    const key = name.replace(/([A-Z]|\d)/g, '-$1').toLowerCase();
    if (typeof value === 'string') own[`--hr-${key}`] = value;
  }
  palette.series.forEach((color, i) => {
    own[`--hr-c${i + 1}`] = color;
  });
  palette.ramp.forEach((color, i) => {
    own[`--hr-s${i + 1}`] = color;
  });
  return {
    ...own,
    '--mantine-color-body': palette.canvas,
    '--mantine-color-text': palette.text,
    '--mantine-color-dimmed': palette.text3,
    '--mantine-color-default': palette.canvas,
    '--mantine-color-default-hover': palette.hover,
    '--mantine-color-default-color': palette.text,
    '--mantine-color-default-border': palette.lineStrong,
    '--mantine-color-placeholder': palette.text3,
    '--mantine-color-anchor': palette.accentText,
    '--mantine-color-error': palette.crit,
    '--mantine-color-disabled': palette.sunken,
    '--mantine-color-disabled-color': palette.text3,
    '--mantine-color-accent-light': palette.sel,
    '--mantine-color-accent-light-color': palette.accentText,
    '--mantine-shadow-md': palette.shadow,
  };
}

/** resolver gives Mantine and our style sheets the colours of both schemes. */
export const resolver: CSSVariablesResolver = () => ({
  variables: { '--hr-font': font, '--hr-mono': mono },
  light: variables(palettes.light),
  dark: variables(palettes.dark),
});

const controlHeight = { '--input-height': rem(28), '--input-fz': rem(13) };
const quick = { transitionProps: { duration: 120 } };

/** withinSight lets what floats and is higher than the room beside its button scroll in itself. */
function withinSight({ availableHeight, elements }: { availableHeight: number; elements: { floating: HTMLElement } }) {
  const { style, scrollHeight } = elements.floating;
  const tall = scrollHeight > Math.ceil(availableHeight);
  style.maxHeight = tall ? `${Math.max(120, availableHeight)}px` : '';
  style.overflowY = tall ? 'auto' : '';
}

/** theme is the visual language told to Mantine. */
export const theme = createTheme({
  fontFamily: font,
  fontFamilyMonospace: mono,
  headings: {
    fontFamily: font,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: rem(16), lineHeight: '1.5' },
      h2: { fontSize: rem(13), lineHeight: '1.5385' },
      h3: { fontSize: rem(12), lineHeight: '1.3333' },
    },
  },
  fontSizes: { xs: rem(11), sm: rem(12), md: rem(13), lg: rem(16), xl: rem(22) },
  lineHeights: { xs: '1.4545', sm: '1.3333', md: '1.5385', lg: '1.5', xl: '1.2727' },
  spacing: { xs: rem(4), sm: rem(8), md: rem(12), lg: rem(16), xl: rem(24) },
  radius: { xs: rem(3), sm: rem(4), md: rem(4), lg: rem(8), xl: rem(8) },
  defaultRadius: 'sm',
  colors: {
    accent: [
      '#f1f6fe',
      '#e1ecff',
      '#c6dafe',
      '#a1c2fc',
      '#7ca7f6',
      '#598ced',
      '#3a6ad8',
      '#2457c5',
      '#1c4daf',
      '#153d8d',
    ],
  },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  breakpoints: { lg: '75em' },
  respectReducedMotion: true,
  focusRing: 'auto',
  cursorType: 'default',
  components: {
    Button: Button.extend({
      defaultProps: { size: 'xs', variant: 'default' },
      vars: (_, props) => ({
        root: {
          '--button-height': rem(props.size === 'compact-xs' ? 24 : props.size === 'sm' ? 32 : 28),
          '--button-fz': rem(props.size === 'compact-xs' ? 12 : 13),
          '--button-padding-x': rem(props.size === 'sm' ? 14 : props.size === 'compact-xs' ? 8 : 10),
        },
      }),
    }),
    ActionIcon: ActionIcon.extend({ defaultProps: { size: 28, variant: 'subtle', color: 'gray' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'xs' }, vars: () => ({ wrapper: controlHeight }) as never }),
    NumberInput: NumberInput.extend({
      defaultProps: { size: 'xs', hideControls: true },
      vars: () => ({ wrapper: controlHeight }) as never,
    }),
    Textarea: Textarea.extend({ defaultProps: { size: 'xs' } }),
    PasswordInput: PasswordInput.extend({
      defaultProps: { size: 'xs' },
      vars: () => ({ wrapper: controlHeight }) as never,
    }),
    Autocomplete: Autocomplete.extend({
      defaultProps: { size: 'xs' },
      vars: () => ({ wrapper: controlHeight }) as never,
    }),
    Select: Select.extend({ defaultProps: { size: 'xs' }, vars: () => ({ wrapper: controlHeight }) as never }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'xs', transitionDuration: 120 } }),
    Switch: Switch.extend({ defaultProps: { size: 'xs', withThumbIndicator: false } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs' } }),
    // The first entry has the focus: what Mantine puts before it is nothing that a menu may hold.
    Menu: Menu.extend({ defaultProps: { shadow: 'md', withInitialFocusPlaceholder: false, ...quick } }),
    Popover: Popover.extend({
      defaultProps: {
        shadow: 'md',
        trapFocus: true,
        returnFocus: true,
        middlewares: { flip: true, shift: { padding: 4 }, size: { padding: 4, apply: withinSight } },
        ...quick,
      },
    }),
    Modal: Modal.extend({
      defaultProps: { size: 440, radius: 'lg', shadow: 'md', centered: true, transitionProps: { duration: 160 } },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withArrow: false, transitionProps: { duration: 120 } } }),
    // The month above the days is written as the language does: November 2026, 2026年11月.
    DatePicker: { defaultProps: { monthLabelFormat: monthYearLong } },
    DateInput: { defaultProps: { monthLabelFormat: monthYearLong } },
  },
});
