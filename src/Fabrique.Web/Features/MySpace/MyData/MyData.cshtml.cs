using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Fabrique.Web.Features.MySpace.MyData;

/// <summary>« Mes données »: what the service knows of the signed-in person, and a copy of it.</summary>
[Authorize(Policies.SignedIn)]
public sealed class MyDataModel(FabriqueDbContext db, Actor actor, TimeProvider clock, ModuleCatalog modules, PersonalCopy copy) : PageModel
{
    public StaffMember Person { get; private set; } = null!;

    /// <summary>The name of their line manager; null when it is not known.</summary>
    public string? Manager { get; private set; }

    /// <summary>In the words of the directory, in the order of the list of roles.</summary>
    public IReadOnlyList<string> Roles { get; private set; } = [];

    public IReadOnlyList<PersonalData> Kept => modules.PersonalData;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Person = await db.StaffMembers.AsNoTracking().Include(person => person.Grants).SingleAsync(person => person.Id == actor.Id, cancellationToken);
        Manager = Person.ManagerId is { } managerId
            ? await db.StaffMembers.Where(person => person.Id == managerId).Select(person => person.FullName).SingleOrDefaultAsync(cancellationToken)
            : null;
        Roles = Person.RolesAt(clock.GetUtcNow().UtcDateTime);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var email = await db.StaffMembers.Where(person => person.Id == actor.Id).Select(person => person.Email).SingleAsync(cancellationToken);
        Response.Headers.CacheControl = "no-store";
        return new FileCallbackResult(copy, actor.Id, email, clock.GetUtcNow().UtcDateTime);
    }

    /// <summary>Writes the copy as it is read: it is never whole in memory.</summary>
    private sealed class FileCallbackResult(PersonalCopy copy, Guid personId, string email, DateTime now) : IActionResult
    {
        public Task ExecuteResultAsync(ActionContext context)
        {
            var http = context.HttpContext;
            http.Response.ContentType = "application/json; charset=utf-8";
            http.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = "mes-donnees.json" }.ToString();
            return copy.WriteAsync(personId, email, now, http.Response.BodyWriter, http.RequestAborted);
        }
    }
}
