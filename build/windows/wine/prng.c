/* Programs made by Go need bcryptprimitives.dll, which Wine 8 lacks. This stands in
   for it in the prefix of the smoke test and is never shipped. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count)
{
	return SystemFunction036(bytes, (ULONG)count);
}
