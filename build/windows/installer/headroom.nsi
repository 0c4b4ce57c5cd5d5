# The installer of Headroom for Windows 10 and later, 64 bit. build/scripts/windows.sh
# calls it with VERSION and PROGRAMS, the folder that holds both programs.
#
# It installs for the one who runs it and needs no administrator: nothing is shared
# between people but the programs themselves, and a portfolio is personal. Uninstalling
# removes the programs and never a portfolio.

Target amd64-unicode # the default stub is 32 bit
Unicode true
SetCompressor /SOLID lzma
ManifestDPIAware true
RequestExecutionLevel user

!include "MUI2.nsh"
!include "WinVer.nsh"
!include "x64.nsh"
!include "FileFunc.nsh"

!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Headroom"
!define LINK_KEY "Software\Classes\headroom"
!define WEBVIEW2_CLIENT "Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"
!define WEBVIEW2_PAGE "https://developer.microsoft.com/microsoft-edge/webview2/#download"

Name "Headroom"
OutFile "${PROGRAMS}/headroom-amd64-installer.exe"
InstallDir "$LOCALAPPDATA\Programs\Headroom"
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey "CompanyName" "Headroom"
VIAddVersionKey "FileDescription" "Headroom installer"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Headroom contributors"
VIAddVersionKey "ProductName" "Headroom"
VIAddVersionKey "ProductVersion" "${VERSION}"

!define MUI_ICON "build/windows/icon.ico"
!define MUI_UNICON "build/windows/icon.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\headroom.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

# Refuse ends the installer: a message to the person, a status to a script.
!macro Refuse STATUS TEXT
	MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
	SetErrorLevel ${STATUS}
	Quit
!macroend

# FreePrograms deletes the programs, which fails while one of them runs.
!macro FreePrograms
	ClearErrors
	Delete "$INSTDIR\headroom.exe"
	Delete "$INSTDIR\headroom-cli.exe"
	${If} ${Errors}
		!insertmacro Refuse 66 "Headroom is open. Please close it and try again."
	${EndIf}
!macroend

Function .onInit
	${IfNot} ${AtLeastWin10}
		!insertmacro Refuse 64 "Headroom needs Windows 10 or later."
	${EndIf}
	${IfNot} ${RunningX64}
		!insertmacro Refuse 65 "Headroom needs 64-bit Windows."
	${EndIf}
FunctionEnd

# The window is drawn by Microsoft's WebView2 runtime, which Windows 11 has and
# Windows 10 mostly. It is not part of this installer; the commands work without.
Function OfferWebView2
	ReadRegStr $0 HKLM "SOFTWARE\WOW6432Node\${WEBVIEW2_CLIENT}" "pv"
	${If} $0 == ""
		ReadRegStr $0 HKCU "Software\${WEBVIEW2_CLIENT}" "pv"
	${EndIf}
	${If} $0 == ""
	${OrIf} $0 == "0.0.0.0"
		DetailPrint "The WebView2 runtime is missing; the window needs it."
		MessageBox MB_YESNO|MB_ICONINFORMATION "Headroom's window needs the Microsoft WebView2 runtime, which this computer does not have. Open Microsoft's page to get it?" /SD IDNO IDNO later
		ExecShell "open" "${WEBVIEW2_PAGE}"
		later:
	${EndIf}
FunctionEnd

Section
	SetShellVarContext current
	SetRegView 64
	SetOutPath "$INSTDIR"
	!insertmacro FreePrograms
	File "${PROGRAMS}/headroom.exe"
	File "${PROGRAMS}/headroom-cli.exe"
	WriteUninstaller "$INSTDIR\uninstall.exe"
	CreateShortcut "$SMPROGRAMS\Headroom.lnk" "$INSTDIR\headroom.exe"

	# Links such as headroom://account/KEY open their page.
	WriteRegStr HKCU "${LINK_KEY}" "" "URL:Headroom"
	WriteRegStr HKCU "${LINK_KEY}" "URL Protocol" ""
	WriteRegStr HKCU "${LINK_KEY}\shell\open\command" "" '"$INSTDIR\headroom.exe" --open "%1"'

	WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "Headroom"
	WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
	WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\headroom.exe"
	WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "Headroom"
	WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
	WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
	WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
	WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
	WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
	${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
	WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" $0

	Call OfferWebView2
SectionEnd

Section "uninstall"
	SetShellVarContext current
	SetRegView 64
	!insertmacro FreePrograms
	Delete "$INSTDIR\uninstall.exe"
	Delete "$SMPROGRAMS\Headroom.lnk"
	RMDir "$INSTDIR" # only if nothing of the person's is in it
	RMDir /r "$APPDATA\headroom.exe" # the cache of the web view, not the portfolio
	DeleteRegKey HKCU "${LINK_KEY}"
	DeleteRegKey HKCU "${UNINSTALL_KEY}"
	# What the system was told to start: at login, and to check the rules.
	DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "Headroom"
	nsExec::Exec 'schtasks.exe /Delete /TN "\Headroom\Check" /F'
	Pop $0
SectionEnd
