using Fabrique.Dsfr;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.Pages;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Forms;

/// <summary>A page of the form of a call.</summary>
public abstract class CallFormPage(CallForms forms) : FormPage
{
    [BindProperty(SupportsGet = true, Name = "slug")]
    public string Slug { get; set; } = "";

    /// <summary>Of the form, as the page showed it.</summary>
    [BindProperty]
    public int Version { get; set; }

    public CallForm Form { get; private set; } = null!;

    public IReadOnlyList<DsfrLink> Ancestors =>
    [
        new("Appels à candidatures", CallLinks.All), new(Form.Call.Title, CallLinks.Show(Slug)), new("Gestion", FormLinks.Call(Slug)), new("Formulaire", FormLinks.Show(Slug)),
    ];

    /// <summary>Whether there is nothing to show as long as the call has no form of its own.</summary>
    protected virtual bool NeedsDesign => true;

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await forms.FindAsync(Slug, cancellationToken) is not { } found || NeedsDesign && found.Design is null)
        {
            return false;
        }

        Form = found;
        if (HttpMethods.IsGet(Request.Method))
        {
            Version = found.Design?.Version ?? 0;
        }

        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Form.Design?.Version ?? 0;
        return Task.CompletedTask;
    }
}
