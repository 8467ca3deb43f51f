using System.Security.Claims;
using Fabrique.Domain.People;

namespace Fabrique.Web.Kernel.People;

/// <summary>The signed-in person of the current request.</summary>
public sealed class Actor(IHttpContextAccessor accessor)
{
    /// <summary>Claim that carries <see cref="StaffMember.Id"/>, added when the directory's token is accepted.</summary>
    public const string IdClaim = "fabrique:id";

    /// <summary>Claim that names the session, so that it can be ended wherever its cookie was copied.</summary>
    public const string SessionClaim = "fabrique:session";

    private ClaimsPrincipal? actingAs;

    private ClaimsPrincipal? Principal => actingAs ?? accessor.HttpContext?.User;

    public bool IsSignedIn => Principal?.HasClaim(claim => claim.Type == IdClaim) == true;

    public Guid Id => Guid.TryParse(Principal?.FindFirstValue(IdClaim), out var id)
        ? id
        : throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>The session by which they are signed in; null outside of any.</summary>
    public Guid? Session => Guid.TryParse(Principal?.FindFirstValue(SessionClaim), out var session) ? session : null;

    public string Name => Principal?.FindFirstValue("name") ?? "";

    public IReadOnlyList<string> Roles => [.. AppRoles.All.Where(IsInRole)];

    /// <summary>Whether they work for the incubator, or check it: they read every file.</summary>
    public bool IsStaff => IsInRole(AppRoles.Team) || IsInRole(AppRoles.Administrator) || IsInRole(AppRoles.Auditor);

    public bool IsInRole(string role) => Principal?.IsInRole(role) == true;

    /// <summary>Acts for a person outside of any request, in this scope only: the demonstration's past, and tests of use cases.</summary>
    public void ActAs(Guid id, string name, IEnumerable<string> roles) => actingAs = new ClaimsPrincipal(new ClaimsIdentity(
        [new Claim(IdClaim, id.ToString("D")), new Claim("name", name), .. roles.Select(role => new Claim(ClaimTypes.Role, role))],
        "script"));
}
