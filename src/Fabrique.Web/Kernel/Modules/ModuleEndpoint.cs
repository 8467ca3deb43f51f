namespace Fabrique.Web.Kernel.Modules;

/// <summary>An endpoint that a module brings besides its pages; registered among its services.</summary>
/// <param name="Map">Maps it, with its policy.</param>
public sealed record ModuleEndpoint(Action<IEndpointRouteBuilder> Map);
