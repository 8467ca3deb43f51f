using Fabrique.Domain.Forms;
using Fabrique.Web.Features.Forms.ChangeForm;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Forms.FormVersions;

/// <summary>An earlier version becomes the draft again.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class RestoreVersionModel(CallForms forms, ChangeFormHandler change) : CallFormPage(forms)
{
    [BindProperty(SupportsGet = true, Name = "number")]
    public int Number { get; set; }

    /// <summary>What the draft asks that would be otherwise.</summary>
    public FormDifference Difference { get; private set; } = null!;

    public FormVersion Earlier { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => change.HandleAsync(new ChangeForm.ChangeForm(Form.Design!.Id, Version, new RestoreForm(Earlier.Form)), token),
        _ =>
        {
            TempData.Confirm($"Le brouillon pose maintenant les questions de la version {Number}. Il n’est demandé à personne tant qu’il n’est pas publié.");
            return LocalRedirect(FormLinks.Show(Slug));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken) || Form.Design!.Versions.FirstOrDefault(version => version.Number == Number) is not { } earlier)
        {
            return false;
        }

        (Earlier, Difference) = (earlier, FormDifference.Between(Form.Draft, earlier.Form));
        return true;
    }
}
