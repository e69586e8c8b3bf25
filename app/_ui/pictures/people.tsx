/** A child who lets a paper aeroplane go. Feet on y = 0, about 90 wide and 150 high; the plane flies to the right. */
export function AeroplaneChild() {
  return (
    <>
      <path d="M26-46l-4 42h12l4-30 5 30h12l-4-42z" className="fill-felt-plum" />
      <path d="M20-6h15v6H20c-3 0-3-6 0-6zM42-6h15c3 0 4 6 0 6H42z" className="fill-felt-bark" />
      <path
        d="M38-100c-11 0-17 7-18 17l-3 36c0 4 3 6 8 6h27c5 0 8-2 7-6l-4-36c-1-10-6-17-17-17z"
        className="fill-felt-apricot"
      />
      <path d="M18-54h40l1 8H17z" className="fill-felt-berry" />
      <path d="M22-90c-8 5-12 16-13 28 0 5 8 6 9 1l4-16z" className="fill-felt-apricot" />
      <circle cx="13" cy="-57" r="5.500" className="fill-felt-skin" />
      <path d="M52-92c8 0 19-12 27-25l7 5c-7 17-19 31-31 32z" className="fill-felt-apricot" />
      <circle cx="84" cy="-117" r="6" className="fill-felt-skin" />
      <path d="M33-104h11v9c-3 4-8 4-11 0z" className="fill-felt-skin" />
      <circle cx="39" cy="-118" r="20" className="fill-felt-skin" />
      <path
        d="M18-120c-2-16 10-25 22-25 13 0 22 9 20 22-4-5-9-8-13-12-7 6-17 8-24 9-2 2-2 5-2 9-2 0-3-1-3-3z"
        className="fill-felt-bark"
      />
      <path d="M19-131c2-13 12-20 22-20s18 6 20 17c-13-6-28-6-42 3z" className="fill-felt-teal" />
      <path d="M40-151l4-7 3 8z" className="fill-felt-sun" />
      <circle cx="46" cy="-119" r="2" className="fill-felt-bark" />
      <circle cx="31" cy="-118" r="2" className="fill-felt-bark" />
      <path
        d="M34-110c3 4 8 4 10 0"
        fill="none"
        strokeWidth="2"
        strokeLinecap="round"
        className="stroke-felt-bark"
      />
      <circle cx="26" cy="-112" r="3.500" className="fill-felt-apricot" />
      <circle cx="51" cy="-113" r="3.500" className="fill-felt-apricot" />
    </>
  );
}

/** A sheet folded into an aeroplane, about 46 wide, flying up and right, its nose at (46, -22). */
export function PaperAeroplane() {
  return (
    <>
      <path d="M0-6l46-16-22 30-6-9z" className="fill-felt-paper" />
      <path d="M46-22L18-1l-4 13 10-4z" className="fill-felt-far" />
      <path d="M46-22L0-6l18 5z" className="fill-felt-cream" />
    </>
  );
}

/** A grandmother in her white kimeshek on a bench, with knitting. The bench's feet on y = 0, about 150 wide, 130 high. */
export function Grandmother() {
  return (
    <>
      <path d="M12-42v42h7v-42zM131-42v42h7v-42z" className="fill-felt-clay" />
      <path d="M4-78h142v8H4zM4-62h142v8H4z" className="fill-felt-clay" />
      <path d="M16-80h6v34h-6zM128-80h6v34h-6z" className="fill-felt-bark" />
      <path
        d="M42-88c3-10 12-15 25-15s23 5 26 16l7 40c2 8 4 13 4 20H38c0-8-2-14-1-21z"
        className="fill-felt-teal"
      />
      <path
        d="M40-42c-5 14-6 28-5 38h14l3-24h36l4 24h14c1-14-1-28-8-38z"
        className="fill-felt-plum"
      />
      <path d="M33-5h17v5H33zM90-5h17v5H90z" className="fill-felt-bark" />
      <path d="M0-46h150v7H0z" className="fill-felt-sand" />
      <path
        d="M67-136c-17 0-26 12-25 28 0 13-4 22-8 28 10 5 21 7 33 7s24-2 33-7c-5-6-8-15-8-28 0-16-9-28-25-28z"
        className="fill-felt-cream"
      />
      <circle cx="67" cy="-109" r="16" className="fill-felt-skin" />
      <path d="M51-113c1-10 8-15 16-15s15 5 16 15c-8-7-24-7-32 0z" className="fill-felt-cream" />
      <circle
        cx="61"
        cy="-109"
        r="4.500"
        fill="none"
        strokeWidth="1.500"
        className="stroke-felt-bark"
      />
      <circle
        cx="74"
        cy="-109"
        r="4.500"
        fill="none"
        strokeWidth="1.500"
        className="stroke-felt-bark"
      />
      <circle cx="61" cy="-109" r="1.400" className="fill-felt-bark" />
      <circle cx="74" cy="-109" r="1.400" className="fill-felt-bark" />
      <path
        d="M62-100c3 3 8 3 11 0"
        fill="none"
        strokeWidth="1.800"
        strokeLinecap="round"
        className="stroke-felt-bark"
      />
      <path
        d="M42-78c-6 8-6 20 2 24l16 2 1-8-11-4 2-12zM92-78c7 8 8 20-1 24l-15 2-1-8 11-4-3-12z"
        className="fill-felt-teal"
      />
      <circle cx="61" cy="-56" r="4.500" className="fill-felt-skin" />
      <circle cx="75" cy="-56" r="4.500" className="fill-felt-skin" />
      <path d="M57-55h22v17c-7 4-15 4-22 0z" className="fill-felt-berry" />
      <path d="M57-49h22M57-43h22" strokeWidth="1.800" className="stroke-felt-sun" />
      <path
        d="M50-66l24 14M86-66L62-52"
        strokeWidth="2"
        strokeLinecap="round"
        className="stroke-felt-bark"
      />
      <path
        d="M79-40c12 6 20 2 30-1"
        fill="none"
        strokeWidth="1.800"
        className="stroke-felt-berry"
      />
      <circle cx="116" cy="-53" r="9" className="fill-felt-berry" />
      <path
        d="M109-57c5-2 10-1 13 3M110-50c4-2 8-2 11 1"
        fill="none"
        strokeWidth="1.500"
        className="stroke-felt-sun"
      />
    </>
  );
}
