using Fabrique.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests;

/// <summary>What every page owes its readers. A fault is a sentence that names the page.</summary>
internal static class PageRules
{
    // 1280 px at 200 % is 640 px, at 400 % 320 px.
    private static readonly int[] Widths = [640, 320, 390, 1280];

    private static readonly int[] WidthsUnderAxe = [390, 1280];

    private const string Outline =
        """
        () => ({
          lang: document.documentElement.lang,
          title: document.title,
          levels: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(heading => heading.checkVisibility()).map(heading => Number(heading.tagName[1])).join(''),
          undescribed: [...document.querySelectorAll('[aria-invalid=true], .fr-input-group--error .fr-input, .fr-select-group--error select')]
            .filter(field => !(field.getAttribute('aria-describedby') ?? field.closest('fieldset')?.getAttribute('aria-labelledby') ?? '').split(' ')
              .some(id => document.getElementById(id)?.querySelector('.fr-message--error, .fr-error-text') || document.getElementById(id)?.matches('.fr-message--error, .fr-error-text')))
            .map(field => field.id || field.outerHTML).join(','),
          focused: document.activeElement.id,
        })
        """;

    public static async Task<IReadOnlyList<string>> FindFaultsAsync(IPage page, PageState state, Dictionary<string, string> titles)
    {
        await RemoveFramesWithoutScriptAsync(page);
        var faults = new List<string>();
        var outline = await page.EvaluateAsync<PageOutline>(Outline);
        Expect(outline.Lang == "fr", "html is not in French");
        Expect(outline.Title.EndsWith(" – La Fabrique numérique", StringComparison.Ordinal), $"title « {outline.Title} » does not name the service");
        Expect(outline.Title.StartsWith("Erreur : ", StringComparison.Ordinal) == (state.IsInError || state.HasExamplesOfErrors), $"title « {outline.Title} » is wrong about errors");
        Expect(outline.Levels.Count(level => level == '1') == 1, $"h1 is not alone: {outline.Levels}");
        Expect(!SkipsALevel(outline.Levels), $"a heading skips a level: {outline.Levels}");
        Expect(state.HasExamplesOfErrors || outline.Undescribed.Length == 0, $"a field in error is not described: {outline.Undescribed}");
        Expect(!state.IsInError || outline.Focused == "erreurs", $"the error summary has not the focus: « {outline.Focused} »");
        var address = new Uri(page.Url).AbsolutePath;
        Expect(titles.TryAdd(outline.Title, address) || titles[outline.Title] == address, $"title « {outline.Title} » is also that of {titles[outline.Title]}");

        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, 900);
            var excess = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Expect(excess <= 0, $"scrolls sideways by {excess} px at {width} px");
            if (WidthsUnderAxe.Contains(width))
            {
                faults.AddRange(await FindViolationsAsync(page, $"{state} at {width} px"));
            }
        }

        return faults;

        void Expect(bool isRight, string fault)
        {
            if (!isRight)
            {
                faults.Add($"{state}: {fault}");
            }
        }
    }

    public static async Task<IEnumerable<string>> FindViolationsAsync(IPage page, string where) =>
        (await Axe.FindViolationsAsync(page)).Select(violation => $"{where} ({page.Url}): {violation}");

    // axe runs inside every frame and would wait for ever in one that may not run scripts. Such a frame only owes a title.
    private static async Task RemoveFramesWithoutScriptAsync(IPage page) =>
        await page.EvaluateAsync("() => document.querySelectorAll('iframe[sandbox=\"\"][title]').forEach(frame => frame.remove())");

    private static bool SkipsALevel(string levels)
    {
        var deepest = levels.Aggregate((Previous: '0', Skips: false), (so, level) => (level, so.Skips || level > so.Previous + 1));
        return deepest.Skips;
    }

    private sealed class PageOutline
    {
        public string Lang { get; init; } = "";

        public string Title { get; init; } = "";

        public string Levels { get; init; } = "";

        public string Undescribed { get; init; } = "";

        public string Focused { get; init; } = "";
    }
}
