type Device = {
  readonly userAgent: string;
  /** `navigator.userAgentData.mobile`, which only Chromium tells; false elsewhere. */
  readonly mobile: boolean;
  readonly touchPoints: number;
};

/**
 * Whether this is a phone or a tablet, for which there is no NCALayer. A laptop with a touch screen is none; an iPad
 * calls itself a Macintosh, and no Macintosh has a touch screen.
 */
export function isPhoneOrTablet({ userAgent, mobile, touchPoints }: Device): boolean {
  if (mobile) return true;
  if (/Android|iPhone|iPad|iPod|Mobile|Tablet/i.test(userAgent)) {
    return !/Windows NT/.test(userAgent);
  }
  return /Macintosh/.test(userAgent) && touchPoints > 1;
}
