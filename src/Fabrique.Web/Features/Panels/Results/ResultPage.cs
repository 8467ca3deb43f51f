using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Letters;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.Results;

/// <summary>A page about what a jury decided of an application, once it was told: there is none before. For those who bring it.</summary>
public abstract class ResultPage(FabriqueDbContext db, Actor actor, ApplicationLoader loader) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    public Application Application { get; private set; } = null!;

    public JuryResult Result { get; private set; } = null!;

    public Subject Item => new(ApplicationSubject.SubjectCode, Application.Id);

    protected Actor Actor => actor;

    protected FabriqueDbContext Db => db;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await loader.FindMineAsync(Reference, cancellationToken) is not { } application || await JuryResult.FindAsync(db, application.Id, cancellationToken) is not { } result)
        {
            return false;
        }

        (Application, Result) = (application, result);
        return true;
    }
}
