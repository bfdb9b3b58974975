import { describe, expect, it } from "vitest";
import type { FeatureCollection, Geometry } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import coarse from "world-atlas/countries-110m.json";
import { countrySpots, placedCountries, type CountryName } from "./country_names";

const topology = coarse as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
const world = feature(topology, topology.objects.countries) as FeatureCollection<Geometry, { name: string }>;
const spots = countrySpots(world, (name) => name);
const spot = (name: string) => spots.find((one) => one.name === name)!;

const name = (x: number, y: number, width: number, room: number): CountryName => ({
  x,
  y,
  width,
  height: 16,
  room,
});

describe("the names of countries", () => {
  it("stand on the country's main land", () => {
    const france = spot("France"); // French Guiana is France too.
    expect(france.latitude).toBeGreaterThan(43);
    expect(france.latitude).toBeLessThan(50);
    expect(france.west).toBeGreaterThan(-5);
    expect(france.east).toBeLessThan(8.5);
    const states = spot("United States of America");
    expect(states.latitude).toBeLessThan(49);
    expect(states.east).toBeLessThan(-66);
  });

  it("run on over the date line, and leave the south pole alone", () => {
    const russia = spot("Russia");
    expect(russia.east - russia.west).toBeGreaterThan(60);
    expect(russia.west).toBeGreaterThan(20);
    expect(spots.some((one) => one.name === "Antarctica")).toBe(false);
  });

  it("are left out where they would be wider than the country", () => {
    const fits = name(100, 100, 60, 80);
    expect(placedCountries([fits, name(400, 100, 90, 40)], [])).toMatchObject([{ name: fits }]);
  });

  it("give way to photos and to each other", () => {
    const [moved] = placedCountries(
      [name(100, 100, 60, 80)],
      [{ left: 80, right: 120, top: 90, bottom: 104 }],
    );
    expect(moved?.rect.top).toBeGreaterThanOrEqual(104);
    const all = { left: 0, right: 200, top: 0, bottom: 200 };
    expect(placedCountries([name(100, 100, 60, 80)], [all])).toEqual([]);
    const two = placedCountries([name(100, 100, 60, 80), name(100, 100, 60, 70)], []);
    expect(two).toHaveLength(2);
    expect(two[0]!.rect.top).not.toBe(two[1]!.rect.top);
  });
});
