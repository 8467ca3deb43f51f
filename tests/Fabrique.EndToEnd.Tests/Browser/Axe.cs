using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests.Browser;

/// <summary>The rules of axe, asked in the page itself: the package's own way opens another window, with cookies of its own, to sum up each look at a page.</summary>
internal static class Axe
{
    private const string IsThere = "() => 'axe' in window";

    private const string Run =
        """
        async excluded => {
          const { violations } = await axe.run(excluded ? { exclude: [[excluded]] } : document, { resultTypes: ['violations'] });
          return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
        }
        """;

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>Each violation, as the rule and the element.</summary>
    /// <param name="page">Its frames must be able to run scripts.</param>
    /// <param name="excluded">Selector of what is not looked at.</param>
    public static async Task<IReadOnlyList<string>> FindViolationsAsync(IPage page, string? excluded = null)
    {
        foreach (var frame in page.Frames)
        {
            if (!await frame.EvaluateAsync<bool>(IsThere))
            {
                await frame.EvaluateAsync(Script);
            }
        }

        return await page.EvaluateAsync<string[]>(Run, excluded);
    }
}
