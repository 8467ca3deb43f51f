using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Support;

/// <summary>The product's modules, and what they declare, without a host.</summary>
internal static class ModuleSamples
{
    public static ModuleSet Modules { get; } = new(Fabrique.Web.Setup.Modules.Own);

    public static IServiceProvider Services { get; } = Provide(Modules);

    public static MergeTags Tags { get; } = Services.GetRequiredService<MergeTags>();

    /// <summary>The address on which a task of a kind is done.</summary>
    public static string TaskPage(string kind, Guid id) => Services.GetRequiredService<TaskKinds>()[kind].Page(id);

    private static ServiceProvider Provide(ModuleSet modules)
    {
        var services = new ServiceCollection();
        modules.AddTo(services);
        return services.BuildServiceProvider();
    }
}
