using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Fabrique.Dsfr.Rendering;

/// <summary>What one page has rendered so far: its ids, so that none comes twice, and its last heading, so that no level is skipped.</summary>
internal sealed class PageOutline
{
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private int generated;

    // A page may open on an alert, which stands above its h1.
    private int lastLevel = 1;

    /// <remarks>
    /// The model state is the one object that a page shares with its partials and its layout, and not with the error page that may be executed
    /// again in the same request.
    /// </remarks>
    public static PageOutline Of(ViewContext view)
    {
        var key = (typeof(PageOutline), view.ModelState);
        if (view.HttpContext.Items.TryGetValue(key, out var known) && known is PageOutline outline)
        {
            return outline;
        }

        outline = new PageOutline();
        view.HttpContext.Items[key] = outline;
        return outline;
    }

    public string Claim(string tag, string id) => ids.Add(id)
        ? id
        : throw new DsfrUsageException(tag, $"the id \"{id}\" is already on the page; give this one another.");

    public string Generate(string tag, string prefix)
    {
        string id;
        do
        {
            generated++;
            id = $"{prefix}-{generated.ToString(CultureInfo.InvariantCulture)}";
        }
        while (ids.Contains(id));

        return Claim(tag, id);
    }

    public void Enter(string tag, int level)
    {
        if (level is < 1 or > 6)
        {
            throw new DsfrUsageException(tag, $"a heading has a level from 1 to 6, not {level.ToString(CultureInfo.InvariantCulture)}.");
        }

        if (level > lastLevel + 1)
        {
            throw new DsfrUsageException(
                tag,
                $"a level {level.ToString(CultureInfo.InvariantCulture)} heading follows a level {lastLevel.ToString(CultureInfo.InvariantCulture)} one; set heading-level so that no level is skipped.");
        }

        lastLevel = level;
    }
}
