export { resolver, theme } from './mantine';
