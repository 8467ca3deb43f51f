using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Procedures.Studio;

/// <summary>Marks the pages that hold Elsa Studio, to which browsers must allow what it needs.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class StudioPageAttribute : Attribute;

/// <summary>What the frame around Elsa Studio shows.</summary>
public abstract class StudioPage : PageModel
{
    /// <summary>The page's name.</summary>
    public abstract string Heading { get; }

    /// <summary>The pages that it is under.</summary>
    public virtual IReadOnlyList<DsfrLink> Ancestors => [new("Administration", AdministrationLinks.Index)];

    /// <summary>Where one goes from here.</summary>
    public abstract IReadOnlyList<DsfrLink> Links { get; }

    /// <summary>Whether expressions are edited here.</summary>
    public virtual bool HasEditors => false;
}
