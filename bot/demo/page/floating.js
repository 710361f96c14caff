// Lists and menus that lie over everything else, also over forms and past the edge of what scrolls.

/** Show `node` beside `anchor` (an element, or a point): below it, or above where there is more room or it is wished. */
export function float(node, anchor, { above = false } = {}) {
  if (!node.matches(":popover-open")) node.showPopover();
  const at = anchor.getBoundingClientRect?.() ?? new DOMRect(anchor.x, anchor.y);
  const below = innerHeight - at.bottom;
  const up = above || (node.scrollHeight > below - 12 && at.top > below);
  node.style.width = at.width > 200 ? `${at.width}px` : "";
  node.style.maxHeight = `${Math.min(420, (up ? at.top : below) - 12)}px`;
  node.style.left = `${Math.max(8, Math.min(at.left, innerWidth - node.offsetWidth - 8))}px`;
  node.style.top = `${up ? at.top - node.offsetHeight - 4 : at.bottom + 4}px`;
}

export function sink(node) {
  if (node.matches(":popover-open")) node.hidePopover();
}
