using Nightjar.Load.Measuring;

namespace Nightjar.Load.Scenarios;

/// <summary>One kind of load with one figure as its result. A new instance for every run.</summary>
internal interface IScenario
{
    string Name { get; }

    bool UsesTls { get; }

    Task<Measurement> RunAsync(ScenarioContext context);
}
